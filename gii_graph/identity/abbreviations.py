"""Word forms of organisation names: what patent offices and bibliographic indexes shorten, and small variants.

Only forms that stand for one word, or for a few known words, are here. A shortened word that could be anything
stays as it is printed: it may rank a candidate, it never decides that two names are one.
"""

from __future__ import annotations

from typing import Final

__all__ = ["CONNECTORS", "LEGAL_FORMS", "NEEDS_DOT", "READINGS"]


def _table(lines: str) -> dict[str, tuple[str, ...]]:
    """Read lines of `short short = word, word`: a short form may be read as any of the words, the first is usual."""
    readings: dict[str, tuple[str, ...]] = {}
    for line in filter(None, map(str.strip, lines.splitlines())):
        shorts, _, words = line.partition("=")
        for short in shorts.split():
            readings[short] = tuple(word.strip() for word in words.split(","))
    return readings


# Short or variant form -> what it may stand for. Words of several languages for one kind of institution share one
# reading, because sources mix them ("UNIV. DE PARIS"); spellings of British and American English share one too.
READINGS: Final = _table(
    """
    univ uni unv univers universitat universitaet universite universidad universidade universita = university
    universiteit universitet universitetet universitas uniwersytet univerzita univerzitet = university
    universitesi = university
    universitatea univerzitetu universiti universities = university
    inst institut instituto istituto institutet instytut institutes insts = institute
    coll col colls colleges = college
    hosp hsp hosps hospitals = hospital
    hop hopital = hopital
    acad academie academia akademie accademia akademia academies = academy
    sch schl schools = school
    fac faculte facultad faculdade facolta fakultat = faculty
    dept dep depts departments = department
    div = division
    ctr cent cen cntr centre centers centres = center
    lab labs laboratories = laboratory
    labo laboratoires = laboratoire
    natl nac = national
    nat = national, natural
    int intl internatl = international
    sci scis sciences = science
    tech = technology, technical, technological
    technol technols technologies = technology
    techn tecn = technical, technology, technological
    engn eng engr engrg = engineering
    med = medical, medicine, medicale
    rech = recherche
    fed = federal
    appl = applied
    amer = american
    counc = council
    agr agri agric = agricultural, agriculture
    polytech polytechn polyt = polytechnic
    politecn politec = politecnica, politecnico
    res rsch = research
    dev devel = development
    educ edu = education
    ind = industrial, industry
    inds = industries
    ltd = limited
    corp = corporation
    assn assoc = association
    soc = society
    fdn found = foundation
    comm = commission, committee
    org organisation organisations organizations = organization
    gov govt = government
    min = ministry
    mfg manuf = manufacturing
    pharm = pharmaceutical, pharmacy
    pharma pharmaceut = pharmaceutical
    biomed = biomedical
    biotech biotechnol = biotechnology
    chem = chemistry, chemical
    phys = physics, physical
    math = mathematics, mathematical
    biol = biology, biological
    ecol = ecology, ecological
    geol = geology, geological
    electr elect elec = electric, electrical, electronics
    electron = electronics, electronic
    elektron = electronics
    comp = computer, computing
    informat info inf = information
    commun commu = communications, communication
    communications = communication
    telecom telecomm telecommun telecommunicat telecommunications = telecommunication
    econ = economics
    finan fin = finance
    mgmt manag = management
    environm environ envir env = environmental, environment
    hlth = health
    clin = clinical, clinic
    surg = surgery
    dent = dental
    vet = veterinary
    forest for = forestry
    gen = general
    reg = regional
    prov = provincial
    peoples = people
    publ = public
    aeronaut aero = aeronautics
    astronaut = astronautics
    astron = astronomy
    meteorol = meteorology
    petr petrol = petroleum
    metall met = metallurgy
    mat mater = materials
    nucl = nuclear
    opt = optics, optical
    optoelectr optoelectron = optoelectronics
    semicond semicon = semiconductor
    syst sys = systems
    serv svc svcs = services
    grp = group
    hldg hldgs holdings = holding
    internat = international
    architec archit = architecture
    norm = normal
    def = defense
    defence = defense
    labour = labor
    programme programs programmes = program
    st = saint, state
    ste = sainte
    mt = mount
    ft = fort
    s = south
    n = north
    so = southern
    e = east
    w = west
    """
)
# "for", "s", "n", "e", "w" above are words or initials far more often than abbreviations: a dot must mark them.
NEEDS_DOT: Final = frozenset("for s n e w so found def min norm met fin mat org comm comp gen inf opt cent cen".split())

# Words that carry no identity and that indexes leave out ("UNIV MIAMI" is the University of Miami).
CONNECTORS: Final = frozenset(
    """
    of the for and at in on to by de la le les l du des d del della delle dei degli di da do dos das der die das den
    dem und et e y el los las en em au aux fur voor van het og och for
    """.split()
)

# Legal forms at the end of a company's name, in one spelling each.
LEGAL_FORMS: Final = {
    "co": "company",
    "company": "company",
    "ltd": "limited",
    "limited": "limited",
    "inc": "incorporated",
    "incorporated": "incorporated",
    "corp": "corporation",
    "corporation": "corporation",
    "llc": "llc",
    "llp": "llp",
    "lp": "lp",
    "plc": "plc",
    "gmbh": "gmbh",
    "ag": "ag",
    "kg": "kg",
    "kgaa": "kgaa",
    "se": "se",
    "sa": "sa",
    "sas": "sas",
    "sarl": "sarl",
    "srl": "srl",
    "spa": "spa",
    "nv": "nv",
    "bv": "bv",
    "ab": "ab",
    "as": "as",
    "asa": "asa",
    "aps": "aps",
    "oy": "oy",
    "oyj": "oyj",
    "kk": "kk",
    "pte": "private",
    "pvt": "private",
    "pty": "proprietary",
    "ltda": "limited",
    "bhd": "bhd",
    "sdn": "sdn",
}
