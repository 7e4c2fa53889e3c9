"""Words of names that English has in another form: cities ("MÜNCHEN"), TECHNISCHE.

In names of organisations they raise questions, no more.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cache

from gii_graph.clusters import shipped_cities
from gii_graph.economies import economies
from gii_graph.identity.names import without_marks

__all__ = ["city_in_english", "in_english"]

# Words that names of institutions are often translated by, each with its forms in other languages as names are read:
# without marks, and with what `abbreviations` reads alike left out. A form of several English words is a compound.
# Translations differ over technical and technology, medical and medicine: each pair is one word here.
_FORMS = {
    "academy": "akademii akademija akademin akademisi akademiya",
    "academy science": "vetenskapsakademi vetenskapsakademien",
    "agricultural": "agraria agrarwissenschaften agricola agricoles agriculture agronomica agronomique landbruks "
    "landwirtschaftliche lantbruks przyrodniczy rolniczy zemedelska",
    "applied": "angewandte angewandten aplicada aplicadas applicata applicate appliquee appliquees stosowanych "
    "toegepaste",
    "autonomous": "autonoma autonome autonomo",
    "cancer": "cancro kanker krebs krebsforschung onkologii tumori",
    "cancer research center": "krebsforschungszentrum",
    "catholic": "catholique catolica catolico cattolica katholieke katholische katolicka katolicki katolik",
    "center": "centar centro centrum keskus merkezi senter zentrum",
    "chemistry": "chemie chemii chimica chimie kemi kimia kimya quimica",
    "clinic": "clinica clinique kliniek klinik klinika klinikka",
    "council": "conseil consejo conselho consiglio raad rada",
    "development": "desarrollo desenvolvimento developpement entwicklung ontwikkeling sviluppo",
    "economics": "economia economic economiche economie economiques ekonomi ekonomicka ekonomiczny gazdasagtudomanyi "
    "okonomie wirtschaft",
    "university economics": "wirtschaftsuniversitat",
    "education": "educacao educacion enseignement",
    "engineering": "engenharia ingegneria ingenieria ingenierie ingenieurwissenschaften muhendislik",
    "foundation": "fondation fondazione fundacao fundacion saatio stichting stiftelsen stiftung vakfi",
    "free": "freie libera libero libre vapaa vrije",
    "heart": "coeur corazon cuore",
    "health": "gesundheit halsa saglik salud salute sante saude zdrowia",
    "hospital": "bolnica hastanesi hopital hopitaux hospitalario hospitalier korhaz krankenhaus nemocnice ospedale "
    "ospedaliera sairaala sjukhus sjukhuset spital sygehus sykehus sykehuset szpital ziekenhuis",
    "institute": "enstitusu instituttet instituut ustav",
    "international": "internacional internationale internationales internazionale mezinarodni miedzynarodowy",
    "law": "derecho direito diritto droit prawo",
    "library": "biblioteca bibliotek bibliothek bibliotheque",
    "mathematics": "matematica matematicas matematik matematyki mathematik mathematiques",
    "medical": "medecine medica medicale medicas medicina medicine medicinska medisch medische medizin medizinische "
    "medyczna medyczny tip",
    "ministry": "bakanligi bundesministerium ministere ministerie ministerio ministerium ministero ministerstwo",
    "museum": "musee museo museu muzej muzeum",
    "national": "kansallinen kebangsaan nacional nacionalni narodni narodowa narodowe narodowy nasional nasjonalt "
    "nationaal nationale nationella natsionalnyj nazionale ulusal",
    "natural": "naturais naturales naturali naturelle naturelles",
    "nuclear": "nucleaire nucleaires nucleare nucleares nucleari",
    "observatory": "observatoire observatorio osservatorio sternwarte",
    "pedagogical": "padagogische paedagogische pedagogica pedagogiczny pedagogique",
    "physics": "fisica fizik fizyki fysiikan fysik natuurkunde physik physique",
    "technical university": "politechnika politecnica politecnico politehnica politeknik polytechnic polytechnique "
    "polytechnische",
    "public": "pubblica publica publique",
    "research": "arastirma badan badawczy forschung forschungs forskning forsknings investigacao investigacion "
    "investigaciones kutatasi kutato onderzoek pesquisa pesquisas recherche recherches ricerca ricerche "
    "tutkimuslaitos",
    "research center": "forschungszentrum kutatokozpont",
    "research institute": "forschungsinstitut forskningsinstitut forskningsinstitutt kutatointezet onderzoeksinstituut",
    "space": "espaciais espacial espaciales spatiale spatiales spaziale",
    "royal": "kongelige koninklijke kungliga real reale royale",
    "sacred": "sacre sacro sagrado",
    "school": "ecole escola escuela okulu scuola skola skolan skole szkola",
    "school economics": "handelshogskolan handelshoyskole",
    "science": "bilim bilimler ciencia ciencias cientifica cientificas nauk nauki scientific scientifica scientifique "
    "scienza scienze tieteen tudomanyok ved videnskab videnskabernes vitenskap wetenschap wetenschappen wissenschaft "
    "wissenschaften",
    "social": "sociais sociale sociales sosyal",
    "society": "gesellschaft gezelschap selskab selskap sociedad sociedade societa societe",
    "state": "detat devlet estadual estatal gosudarstvennyj gosudarstvennyy negeri panstwowy staatliche statale",
    "technical": "muszaki technicka techniczna techniczny technique techniques technische technischen technological "
    "technologie technologique technology tecnica tecniche tecnico tecnologia tecnologica tecnologico tehnica "
    "tehnicki tekhnicheskij teknik teknillinen teknisk tekniska tekniske teknologi teknoloji",
    "university": "daehakgyo daigaku daxue egyetem egyetemi ollscoil prifysgol rijksuniversiteit sveuciliste ulikool "
    "unibertsitatea universita universitaire universitaria universitario universitate universite universitet "
    "universitetas universitetets universiteti univerza univerzitet univerzitetni vishwavidyalaya yliopisto "
    "yliopiston",
    "university applied science": "ammattikorkeakoulu fachhochschule hochschule hogeschool hogskola hogskolan "
    "hogskole hojskole hoyskolen",
    "university hospital": "uniklinik uniklinikum universitatsklinik universitatsklinikum universitatsspital "
    "universiteitsziekenhuis universitetshospital universitetssjukhus universitetssjukhuset universitetssykehus "
    "yliopistosairaala",
    "veterinary": "tierarztliche veterinaria veterinarmedizin veterinarmedizinische",
    "austrian": "osterreichische osterreichischen osterreichisches",
    "brazilian": "brasileira brasileiro",
    "chinese": "zhongguo",
    "czech": "ceska ceske ceskych",
    "danish": "danmarks dansk danske",
    "dutch": "nederlands nederlandsch nederlandse",
    "european": "europaische europaisches europea europeen europeenne europees europeo",
    "finnish": "suomen",
    "french": "francais francaise",
    "german": "deutsche deutschen deutscher deutsches",
    "hungarian": "magyar",
    "italian": "italiana italiano",
    "norwegian": "norges norsk norske",
    "polish": "polska polskie polskiej",
    "portuguese": "portugues portuguesa",
    "russian": "rossijskaya rossijskij rossiyskaya rossiyskiy",
    "spanish": "espanol espanola",
    "swedish": "svenska sveriges",
    "swiss": "schweizerische schweizerisches suisse svizzera svizzero",
    "turkish": "turk turkiye",
}
# Words between others, or beside a word for university ("DEGLI STUDI"), that English has no word for.
_LEFT_OUT = frozenset("cha es i im imienia ng studi u v ve w we zu".split())
# Cities, and names of universities, by what their own language or an older spelling calls them, beside the shipped
# table.
_CITY_FORMS = {
    "athens": "athina athinon",
    "beijing": "peking",
    "belgrade": "beograd",
    "bern": "berne",
    "brussels": "brussel bruxelles",
    "bucharest": "bucuresti",
    "cairo": "kairo",
    "charles": "karlova karlovy",
    "chongqing": "chungking",
    "copenhagen": "kobenhavn",
    "florence": "firenze",
    "geneva": "geneve genf",
    "genoa": "genova",
    "ghent": "gand gent",
    "guangzhou": "canton",
    "helsinki": "helsingfors helsingin",
    "jiaotong": "chiaotung",
    "lisbon": "lisboa",
    "ljubljana": "ljubljani",
    "moscow": "moskau moskovskij moskovskiy moskva",
    "naples": "napoli",
    "nanjing": "nanking",
    "padua": "padova",
    "prague": "praha praze",
    "tianjin": "tientsin",
    "tokyo": "tokio",
    "tsinghua": "qinghua",
    "turin": "torino",
    "venice": "venezia",
    "vilnius": "vilniaus",
    "warsaw": "varsovie warschau warszawa",
    "wroclaw": "breslau",
    "zaragoza": "saragossa",
}
# What languages put behind a city's name: "KØBENHAVNS", "WARSZAWSKI", "BERLINER", "BUDAPESTI", "U ZAGREBU".
_CITY_ENDINGS = ("s", "er", "ski", "ska", "skie", "ki", "a", "i", "u", "ie", "e")
_SHORTEST_STEM = 4


@cache
def _english() -> Mapping[str, str]:
    # "OF DENMARK" is "DANISH".
    demonyms = {
        without_marks(name): without_marks(economy.demonyms[0])
        for economy in economies().values()
        for name in (economy.name, *economy.other_names, *economy.demonyms)
        if economy.demonyms and " " not in name
    }
    return demonyms | {form: word for word, forms in _FORMS.items() for form in forms.split()}


@cache
def _cities() -> Mapping[str, str]:
    """Return what English calls a city, by its names in one word."""
    names = {form: english for english, forms in _CITY_FORMS.items() for form in (english, *forms.split())}
    for city in shipped_cities():
        english = without_marks(city.name)
        forms = map(without_marks, (city.name, *city.other_names))
        names |= {form: english for form in forms if form.isalpha() and english.isalpha()}
    return names


@cache
def _cities_by_stem() -> Mapping[str, str]:
    """Return what English calls a city, by its names and by these without the vowel at their end."""
    stems = {form.rstrip("aeiouy"): english for form, english in _cities().items()}
    return {stem: english for stem, english in stems.items() if len(stem) >= _SHORTEST_STEM} | dict(_cities())


def city_in_english(key: str) -> str:
    """Return what English calls a city of that name, without marks; the name where the table does not have it.

    >>> city_in_english("munchen"), city_in_english("kobenhavn"), city_in_english("boston")
    ('munich', 'copenhagen', 'boston')
    """
    return _cities().get(key, key)


def in_english(key: str) -> str:
    """Return a normalised name with the English form of its words, where the table has one.

    >>> in_english("technische university munchen"), in_english("university warszawski")
    ('technical university munich', 'university warsaw')
    """
    words = key.split()
    return " ".join(_in_english(word) for word in words if word not in _LEFT_OUT) or key


@cache
def _in_english(word: str) -> str:
    return _english().get(word) or _cities_by_stem().get(word) or next(_without_ends(word), word)


def _without_ends(word: str) -> Iterator[str]:
    """Yield what a word may be with an article before it ("l'Université"), or an ending behind a city's name."""
    if word[0] in "dl" and word[1:] in _english():
        yield _english()[word[1:]]
    for ending in sorted(_CITY_ENDINGS, key=len):
        stem = word.removesuffix(ending)
        if stem != word and len(stem) >= _SHORTEST_STEM and stem in _cities_by_stem():
            yield _cities_by_stem()[stem]
