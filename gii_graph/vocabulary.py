"""The closed vocabulary: every term of `ontology/gii.ttl`, and the foreign terms we use, as IRIs.

Plain strings, so that a command that needs a name loads no RDF library. A misspelt term fails when it
is used, and a test holds these names and the ontology file equal.
"""

from __future__ import annotations

from typing import Final, NoReturn

from gii_graph.errors import VocabularyError

__all__ = [
    "BASE",
    "DCAT",
    "DCTERMS",
    "FOAF",
    "GII",
    "GN",
    "ONTOLOGY",
    "PREFIXES",
    "PROV",
    "RDF",
    "RDFS",
    "SCHEMA",
    "SHACL",
    "SKOS",
    "SPDX",
    "VOID",
    "WGS84",
    "XSD",
]

ONTOLOGY: Final = "https://w3id.org/gii-graph/ontology#"
BASE: Final = "https://w3id.org/gii-graph/id/"


class _Closed(type):
    """A namespace whose terms are exactly its attributes."""

    def __getattr__(cls, name: str) -> NoReturn:
        raise VocabularyError(f"The vocabulary {cls.__name__} has no term {name!r}; see ontology/gii.ttl.")


class GII(metaclass=_Closed):
    """The terms of our own ontology.

    >>> GII.Cluster
    'https://w3id.org/gii-graph/ontology#Cluster'
    """

    Cluster: Final = f"{ONTOLOGY}Cluster"
    Economy: Final = f"{ONTOLOGY}Economy"
    Agent: Final = f"{ONTOLOGY}Agent"
    Organization: Final = f"{ONTOLOGY}Organization"
    Person: Final = f"{ONTOLOGY}Person"
    ClusterProfile: Final = f"{ONTOLOGY}ClusterProfile"
    Listing: Final = f"{ONTOLOGY}Listing"
    PatentListing: Final = f"{ONTOLOGY}PatentListing"
    ArticleListing: Final = f"{ONTOLOGY}ArticleListing"
    CollaborationTie: Final = f"{ONTOLOGY}CollaborationTie"
    FieldShare: Final = f"{ONTOLOGY}FieldShare"
    Evidence: Final = f"{ONTOLOGY}Evidence"
    SourceDocument: Final = f"{ONTOLOGY}SourceDocument"
    Measurement: Final = f"{ONTOLOGY}Measurement"
    Measure: Final = f"{ONTOLOGY}Measure"
    Analysis: Final = f"{ONTOLOGY}Analysis"
    DerivedFact: Final = f"{ONTOLOGY}DerivedFact"
    ImpliedTotal: Final = f"{ONTOLOGY}ImpliedTotal"
    ImpliedPopulation: Final = f"{ONTOLOGY}ImpliedPopulation"
    Activity: Final = f"{ONTOLOGY}Activity"

    patents: Final = f"{ONTOLOGY}patents"
    articles: Final = f"{ONTOLOGY}articles"

    collaboratesWith: Final = f"{ONTOLOGY}collaboratesWith"
    collaboratesOnPatentsWith: Final = f"{ONTOLOGY}collaboratesOnPatentsWith"
    collaboratesOnArticlesWith: Final = f"{ONTOLOGY}collaboratesOnArticlesWith"
    filedPatents: Final = f"{ONTOLOGY}filedPatents"
    publishedArticles: Final = f"{ONTOLOGY}publishedArticles"
    inEconomy: Final = f"{ONTOLOGY}inEconomy"
    hasProfile: Final = f"{ONTOLOGY}hasProfile"
    anchorCity: Final = f"{ONTOLOGY}anchorCity"
    agent: Final = f"{ONTOLOGY}agent"
    cluster: Final = f"{ONTOLOGY}cluster"
    fromCluster: Final = f"{ONTOLOGY}fromCluster"
    toCluster: Final = f"{ONTOLOGY}toCluster"
    activity: Final = f"{ONTOLOGY}activity"
    inProfile: Final = f"{ONTOLOGY}inProfile"
    measure: Final = f"{ONTOLOGY}measure"
    measureOf: Final = f"{ONTOLOGY}measureOf"
    evidenceFor: Final = f"{ONTOLOGY}evidenceFor"
    evidenceProperty: Final = f"{ONTOLOGY}evidenceProperty"
    source: Final = f"{ONTOLOGY}source"

    impliedTotal: Final = f"{ONTOLOGY}impliedTotal"
    impliedPopulation: Final = f"{ONTOLOGY}impliedPopulation"

    edition: Final = f"{ONTOLOGY}edition"
    rank: Final = f"{ONTOLOGY}rank"
    intensityRank: Final = f"{ONTOLOGY}intensityRank"
    nationalRank: Final = f"{ONTOLOGY}nationalRank"
    clustersInEconomy: Final = f"{ONTOLOGY}clustersInEconomy"
    patentsPerMillion: Final = f"{ONTOLOGY}patentsPerMillion"
    articlesPerMillion: Final = f"{ONTOLOGY}articlesPerMillion"
    ventureCapitalDealsPerMillion: Final = f"{ONTOLOGY}ventureCapitalDealsPerMillion"
    patentCollaborationShare: Final = f"{ONTOLOGY}patentCollaborationShare"
    articleCollaborationShare: Final = f"{ONTOLOGY}articleCollaborationShare"
    patentCollaborationShareBelow: Final = f"{ONTOLOGY}patentCollaborationShareBelow"
    articleCollaborationShareBelow: Final = f"{ONTOLOGY}articleCollaborationShareBelow"
    patentApplications: Final = f"{ONTOLOGY}patentApplications"
    scientificArticles: Final = f"{ONTOLOGY}scientificArticles"
    ventureCapitalDeals: Final = f"{ONTOLOGY}ventureCapitalDeals"
    patentShareOfWorld: Final = f"{ONTOLOGY}patentShareOfWorld"
    patentShareOfWorldBelow: Final = f"{ONTOLOGY}patentShareOfWorldBelow"
    articleShareOfWorld: Final = f"{ONTOLOGY}articleShareOfWorld"
    articleShareOfWorldBelow: Final = f"{ONTOLOGY}articleShareOfWorldBelow"
    ventureCapitalDealShareOfWorld: Final = f"{ONTOLOGY}ventureCapitalDealShareOfWorld"
    ventureCapitalDealShareOfWorldBelow: Final = f"{ONTOLOGY}ventureCapitalDealShareOfWorldBelow"
    previousRank: Final = f"{ONTOLOGY}previousRank"
    count: Final = f"{ONTOLOGY}count"
    share: Final = f"{ONTOLOGY}share"
    shareBelow: Final = f"{ONTOLOGY}shareBelow"
    value: Final = f"{ONTOLOGY}value"
    asNamed: Final = f"{ONTOLOGY}asNamed"
    field: Final = f"{ONTOLOGY}field"
    line: Final = f"{ONTOLOGY}line"
    page: Final = f"{ONTOLOGY}page"
    quote: Final = f"{ONTOLOGY}quote"
    fileName: Final = f"{ONTOLOGY}fileName"
    sha256: Final = f"{ONTOLOGY}sha256"
    encoding: Final = f"{ONTOLOGY}encoding"
    kindDecidedBy: Final = f"{ONTOLOGY}kindDecidedBy"
    joinedBy: Final = f"{ONTOLOGY}joinedBy"
    low: Final = f"{ONTOLOGY}low"
    high: Final = f"{ONTOLOGY}high"
    derivedBy: Final = f"{ONTOLOGY}derivedBy"


class RDF(metaclass=_Closed):
    """The terms of RDF that we use."""

    NAMESPACE: Final = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
    first: Final = f"{NAMESPACE}first"
    nil: Final = f"{NAMESPACE}nil"
    rest: Final = f"{NAMESPACE}rest"
    type: Final = f"{NAMESPACE}type"


class RDFS(metaclass=_Closed):
    """The terms of RDF Schema that we use."""

    NAMESPACE: Final = "http://www.w3.org/2000/01/rdf-schema#"
    comment: Final = f"{NAMESPACE}comment"
    domain: Final = f"{NAMESPACE}domain"
    label: Final = f"{NAMESPACE}label"
    range: Final = f"{NAMESPACE}range"
    subClassOf: Final = f"{NAMESPACE}subClassOf"
    subPropertyOf: Final = f"{NAMESPACE}subPropertyOf"


class SKOS(metaclass=_Closed):
    """The terms of SKOS that we use."""

    NAMESPACE: Final = "http://www.w3.org/2004/02/skos/core#"
    altLabel: Final = f"{NAMESPACE}altLabel"
    definition: Final = f"{NAMESPACE}definition"
    scopeNote: Final = f"{NAMESPACE}scopeNote"
    closeMatch: Final = f"{NAMESPACE}closeMatch"
    exactMatch: Final = f"{NAMESPACE}exactMatch"
    prefLabel: Final = f"{NAMESPACE}prefLabel"
    notation: Final = f"{NAMESPACE}notation"


class DCTERMS(metaclass=_Closed):
    """The terms of Dublin Core that we use."""

    NAMESPACE: Final = "http://purl.org/dc/terms/"
    MediaType: Final = f"{NAMESPACE}MediaType"
    RightsStatement: Final = f"{NAMESPACE}RightsStatement"
    creator: Final = f"{NAMESPACE}creator"
    date: Final = f"{NAMESPACE}date"
    description: Final = f"{NAMESPACE}description"
    license: Final = f"{NAMESPACE}license"
    rights: Final = f"{NAMESPACE}rights"
    source: Final = f"{NAMESPACE}source"
    title: Final = f"{NAMESPACE}title"


class DCAT(metaclass=_Closed):
    """The terms of the W3C Data Catalog vocabulary that we use."""

    NAMESPACE: Final = "http://www.w3.org/ns/dcat#"
    Dataset: Final = f"{NAMESPACE}Dataset"
    Distribution: Final = f"{NAMESPACE}Distribution"
    accessURL: Final = f"{NAMESPACE}accessURL"
    byteSize: Final = f"{NAMESPACE}byteSize"
    distribution: Final = f"{NAMESPACE}distribution"
    downloadURL: Final = f"{NAMESPACE}downloadURL"
    mediaType: Final = f"{NAMESPACE}mediaType"
    version: Final = f"{NAMESPACE}version"


class VOID(metaclass=_Closed):
    """The terms of the Vocabulary of Interlinked Datasets that we use."""

    NAMESPACE: Final = "http://rdfs.org/ns/void#"
    Dataset: Final = f"{NAMESPACE}Dataset"
    Linkset: Final = f"{NAMESPACE}Linkset"
    class_: Final = f"{NAMESPACE}class"
    classPartition: Final = f"{NAMESPACE}classPartition"
    classes: Final = f"{NAMESPACE}classes"
    dataDump: Final = f"{NAMESPACE}dataDump"
    distinctObjects: Final = f"{NAMESPACE}distinctObjects"
    distinctSubjects: Final = f"{NAMESPACE}distinctSubjects"
    entities: Final = f"{NAMESPACE}entities"
    linkPredicate: Final = f"{NAMESPACE}linkPredicate"
    objectsTarget: Final = f"{NAMESPACE}objectsTarget"
    properties: Final = f"{NAMESPACE}properties"
    property: Final = f"{NAMESPACE}property"
    propertyPartition: Final = f"{NAMESPACE}propertyPartition"
    subjectsTarget: Final = f"{NAMESPACE}subjectsTarget"
    subset: Final = f"{NAMESPACE}subset"
    triples: Final = f"{NAMESPACE}triples"
    uriSpace: Final = f"{NAMESPACE}uriSpace"
    vocabulary: Final = f"{NAMESPACE}vocabulary"


class SPDX(metaclass=_Closed):
    """The terms of SPDX that DCAT uses for checksums."""

    NAMESPACE: Final = "http://spdx.org/rdf/terms#"
    Checksum: Final = f"{NAMESPACE}Checksum"
    algorithm: Final = f"{NAMESPACE}algorithm"
    checksum: Final = f"{NAMESPACE}checksum"
    checksumAlgorithm_sha256: Final = f"{NAMESPACE}checksumAlgorithm_sha256"
    checksumValue: Final = f"{NAMESPACE}checksumValue"


class FOAF(metaclass=_Closed):
    """The terms of FOAF that we use."""

    NAMESPACE: Final = "http://xmlns.com/foaf/0.1/"
    Agent: Final = f"{NAMESPACE}Agent"
    name: Final = f"{NAMESPACE}name"


class PROV(metaclass=_Closed):
    """The terms of the provenance ontology that we use."""

    NAMESPACE: Final = "http://www.w3.org/ns/prov#"
    used: Final = f"{NAMESPACE}used"
    wasDerivedFrom: Final = f"{NAMESPACE}wasDerivedFrom"
    wasGeneratedBy: Final = f"{NAMESPACE}wasGeneratedBy"


class SCHEMA(metaclass=_Closed):
    """The terms of schema.org that we use."""

    NAMESPACE: Final = "https://schema.org/"
    Country: Final = f"{NAMESPACE}Country"
    domainIncludes: Final = f"{NAMESPACE}domainIncludes"
    url: Final = f"{NAMESPACE}url"


class SHACL(metaclass=_Closed):
    """The terms of SHACL that our shapes and validation reports use."""

    NAMESPACE: Final = "http://www.w3.org/ns/shacl#"
    IRI: Final = f"{NAMESPACE}IRI"
    Literal: Final = f"{NAMESPACE}Literal"
    NodeShape: Final = f"{NAMESPACE}NodeShape"
    PropertyShape: Final = f"{NAMESPACE}PropertyShape"
    ValidationReport: Final = f"{NAMESPACE}ValidationReport"
    ValidationResult: Final = f"{NAMESPACE}ValidationResult"
    Violation: Final = f"{NAMESPACE}Violation"
    conforms: Final = f"{NAMESPACE}conforms"
    declare: Final = f"{NAMESPACE}declare"
    focusNode: Final = f"{NAMESPACE}focusNode"
    inversePath: Final = f"{NAMESPACE}inversePath"
    message: Final = f"{NAMESPACE}message"
    namespace: Final = f"{NAMESPACE}namespace"
    path: Final = f"{NAMESPACE}path"
    prefix: Final = f"{NAMESPACE}prefix"
    result: Final = f"{NAMESPACE}result"
    resultMessage: Final = f"{NAMESPACE}resultMessage"
    resultPath: Final = f"{NAMESPACE}resultPath"
    resultSeverity: Final = f"{NAMESPACE}resultSeverity"
    select: Final = f"{NAMESPACE}select"
    sourceConstraintComponent: Final = f"{NAMESPACE}sourceConstraintComponent"
    sourceShape: Final = f"{NAMESPACE}sourceShape"
    targetClass: Final = f"{NAMESPACE}targetClass"
    targetSubjectsOf: Final = f"{NAMESPACE}targetSubjectsOf"
    value: Final = f"{NAMESPACE}value"


class GN(metaclass=_Closed):
    """The term of the GeoNames ontology that we use: the ISO 3166-1 alpha-2 code of a place's country."""

    NAMESPACE: Final = "http://www.geonames.org/ontology#"
    countryCode: Final = f"{NAMESPACE}countryCode"


class WGS84(metaclass=_Closed):
    """The terms of the W3C Basic Geo vocabulary that we use: decimal degrees of a GeoNames place."""

    NAMESPACE: Final = "http://www.w3.org/2003/01/geo/wgs84_pos#"
    lat: Final = f"{NAMESPACE}lat"
    long: Final = f"{NAMESPACE}long"


class XSD(metaclass=_Closed):
    """The XML Schema datatypes of our literals."""

    NAMESPACE: Final = "http://www.w3.org/2001/XMLSchema#"
    boolean: Final = f"{NAMESPACE}boolean"
    date: Final = f"{NAMESPACE}date"
    decimal: Final = f"{NAMESPACE}decimal"
    hexBinary: Final = f"{NAMESPACE}hexBinary"
    integer: Final = f"{NAMESPACE}integer"
    nonNegativeInteger: Final = f"{NAMESPACE}nonNegativeInteger"
    string: Final = f"{NAMESPACE}string"


PREFIXES: Final = {
    "gii": ONTOLOGY,
    "rdf": RDF.NAMESPACE,
    "rdfs": RDFS.NAMESPACE,
    "skos": SKOS.NAMESPACE,
    "schema": SCHEMA.NAMESPACE,
    "xsd": XSD.NAMESPACE,
}
