"""Words of organisations' names: what only they have, what surnames may be too, and what stands between other words."""

from __future__ import annotations

from typing import Final

__all__ = ["CERTAIN_WORDS", "FUNCTION_WORDS", "PARENT_BODIES", "POSSIBLE_WORDS"]

# Words that only organisations carry in patent and bibliographic sources (legal forms, kinds of institution).
CERTAIN_WORDS: Final = frozenset(
    """
    academia academie academy acad administration agence agencia agency akademie analyse analyses aktiebolag
    aktiengesellschaft army asociacion associacao association associates astrophysics astrophysique authority
    biologie biology bureau bureaux bundesministerium campus care center centre centro centrum certificacion
    chemical chemie chemistry clinic clinica coll college comissao comision commission committee company conseil
    consejo conservatoire consulting cooperative corp corporation council defence defense department departement
    departamento dept development direction direktorat division ecole education electric electronics energie
    energy engineering enterprise enterprises escuela etablissement ev facolta facultad facultade faculte
    faculty fakultat federation filiala fondation fondazione foundation fundacao fundacion gesellschaft gmbh
    government group groupe groupement grupo healthcare hochschule holdings hopital hopitaux hosp hospital inc
    industrial industries industry inst institucion institut institute institutes instituto institutt instytut
    international internationale investment investments jidosha kabushiki kaisha kgaa kk klinik kliniken
    krankenhaus lab labo laboratoire laboratoires laboratories laboratorio laboratory limited llc llp ltd ltda
    manufacturing medical medicine ministere ministerio ministerium ministero ministry munitions museum national
    navy network nv observatory office organisation organization oy oyj patent patents pharma pharmaceutical
    pharmaceuticals plc polytechnic polytechnique produktions project programme program pte pty publications
    publishers pvt recherche regents research sarl scientific school schools science sciences sdn secretaria
    secretariat seminary service services sirketi societa societe society software solutions spzoo srl station
    studies system systems tech technologies technology telecom trustees univ universidad universidade
    universita universitaet universitat universitatea universite universitet universiteit university vereniging
    werke
    """.split()
)
# Words of organisations that are surnames or syllables of names too.
POSSIBLE_WORDS: Final = frozenset(
    "ab ag ark as aps asa bank bv club co fund hall holding house king kg lp motor motors press sa sas school se spa "
    "state stock trust union".split()
)
# Words that stand between the words of an organisation's name, and in no personal name.
FUNCTION_WORDS: Final = frozenset(
    """
    a and at aux avec by cum dans e em en et for fra fur i im in ja nad och of og on or oraz per por pour pro
    och si sous sur the to und voor with ve w za
    """.split()
)
# Academies and research councils whose acronym follows the name of one of their institutes.
PARENT_BODIES: Final = frozenset(
    "AAFC AIST CAAS CAE CAF CAMS CAS CASS CEA CNR CNRS CSIC CSIR CSIRO DRDO FORTH HGF ICAR INRAE INSERM IRD MPG MPI "
    "NASU NIH NRC PAS PLA RAS RIKEN SB RAMS USDA VAST".split()
)
