"""What no authority may deliver to us, by what name it would come, and on what ground."""

from __future__ import annotations

from features.schema import Refused
from features.vocabulary import Authority, Words

__all__ = ["REFUSED"]

CRIME_DATA_ACT = "brottsdatalagen (2018:1177) and OSL 35 kap. 1 §"
A = Authority

REFUSED = (
    Refused(
        "suspicions",
        (A.EKOBROTTSMYNDIGHETEN, A.POLISMYNDIGHETEN, A.AKLAGARMYNDIGHETEN),
        Words("misstankar och underrättelser", "suspicions and intelligence"),
        ground=CRIME_DATA_ACT + "; OSL 18 kap. 2 §",
        why="a suspicion is no finding, and workplaces are ranked, not suspects",
        called=("misstank*", "misstankt*", "suspic*", "suspect*", "kriminalund*",
                "underrattelseuppgift*", "underrattelserapport*", "intelligence", "spaning*",
                "surveillance"),
    ),
    Refused(
        "crime_reports",
        (A.EKOBROTTSMYNDIGHETEN, A.POLISMYNDIGHETEN, A.AKLAGARMYNDIGHETEN),
        Words("brottsanmälningar och förundersökningar", "crime reports and investigations"),
        ground=CRIME_DATA_ACT,
        why="a report to the police is no finding, and anybody may make one",
        called=("brottsanmal*", "polisanmal*", "forundersokning*", "crimereport*",
                "policereport*", "criminalinvestigation*", "belastningsregist*",
                "criminalrecord*"),
    ),
    Refused(
        "prosecutions",
        (A.AKLAGARMYNDIGHETEN,),
        Words("åklagarens ärenden", "the prosecutor's cases"),
        ground=CRIME_DATA_ACT,
        why="what is final comes from the police as an employer's liability, nothing before",
        called=("aklagar*", "prosecut*", "atal", "atalet", "atalsbeslut*", "indictment*"),
        rest=True,
    ),
    Refused(
        "economic_crime_cases",
        (A.EKOBROTTSMYNDIGHETEN,),
        Words("Ekobrottsmyndighetens ärenden", "the economic crime authority's cases"),
        ground=CRIME_DATA_ACT,
        why="all it holds is suspicion, investigation or prosecution",
        called=("ebm", "ekobrott*", "economiccrime*"),
        rest=True,
    ),
    Refused(
        "police_registers",
        (A.POLISMYNDIGHETEN,),
        Words("polisens övriga register", "other registers of the police"),
        ground=CRIME_DATA_ACT,
        why="only final liability for unlawful employment is received from the police",
        called=("polis", "polisen", "police", "polisregister*", "policeregister*"),
        rest=True,
    ),
    Refused(
        "victims",
        (A.JAMSTALLDHETSMYNDIGHETEN,),
        Words("stöd till utsatta personer", "support to those exploited"),
        ground="OSL 26 kap. 1 §, excepted from the duty in lag (2024:307) 4 §",
        why="those who are found exploited must never become a sign against a workplace",
        called=("brottsoffer*", "manniskohandel*", "trafficking*", "victim*", "utsatta",
                "regionkoordinator*"),
        rest=True,
    ),
    Refused(
        "individual_insurance",
        (A.FORSAKRINGSKASSAN,),
        Words("försäkrades ärenden", "cases of the insured"),
        ground="GDPR art. 9; OSL 25 kap. 1 § (excepted in lag (2024:307) 4 §) and 28 kap. 1 §",
        why="it speaks of health; only figures of providers are received",
        called=("sjukpenning*", "sjukfall*", "sjukskriv*", "sjukersattning*", "lakarintyg*",
                "aktivitetsersattning*", "assistansbeslut*", "assistansanvandare*", "vab",
                "foraldrapenning*", "patient*", "sickleave*", "healthdata*", "medical*"),
        rest=True,
    ),
    Refused(
        "social_services",
        (A.KOMMUNERNA,),
        Words("socialtjänstens ärenden", "cases of the social services"),
        ground="OSL 26 kap. 1 §, excepted from the duty in lag (2024:307) 4 §",
        why="it is about persons in need and never about a workplace",
        called=("socialtjanst*", "socialservice*", "forsorjningsstod*", "orosanmal*"),
    ),
    Refused(
        "micro_statistics",
        (A.ELSEWHERE,),
        Words("SCB:s mikrodata", "micro-data of Statistics Sweden"),
        ground="OSL 24 kap. 8 §, excepted from the duty in lag (2024:307) 4 §",
        why="statistics of persons may not be used on any one of them; published medians are",
        called=("lisa", "scb", "rams", "basregistret", "arbetsmarknadsstatus", "mikrodata*",
                "microdata*", "longitudinell*"),
    ),
    Refused(
        "individual_ledgers",
        (A.SKATTEVERKET,),
        Words("personalliggare och ID06 per person", "staff ledgers and ID06 passes by person"),
        ground="2011:1261 9 kap. 5 §: the ledger stays with the business; ID06 is private",
        why="no authority holds the passes of each person, and what a visit saw is enough",
        called=("id06", "personalliggare", "personalliggarna", "personalliggarrader",
                "staffledger*", "passerkort*", "inpassering*", "accesslog*"),
    ),
    Refused(
        "trading_prohibitions",
        (A.BOLAGSVERKET, A.EKOBROTTSMYNDIGHETEN),
        Words("näringsförbud för enskilda", "trading prohibitions of persons"),
        ground="lag (2014:836) om näringsförbud; GDPR art. 10, since most rest on a crime",
        why="whoever is under one leaves every board, so it tells of persons, not of companies",
        called=("naringsforbud*", "tradingprohibition*", "tradingban*"),
    ),
    Refused(
        "union_data",
        (A.ELSEWHERE,),
        Words("facklig tillhörighet", "union memberships"),
        ground="GDPR art. 9: a special category of personal data",
        why="nobody's membership may bear on a control",
        called=("facklig*", "fackforening*", "fackmedlem*", "unionmember*", "tradeunion*"),
    ),
    Refused(
        "staff_identity",
        (A.MIGRATIONSVERKET, A.SKATTEVERKET),
        Words("uppgifter om de anställdas ursprung", "facts of where the staff come from"),
        ground="utlänningsdatalagen (2016:27) 17 §, lag (2002:546) 14 § and 2008:567",
        why="searches by origin are forbidden, and so is what stands in for it",
        called=("medborg*", "citizenship*", "nationalit*", "fodelseland*", "birthcountr*",
                "samordningsn*", "coordinationnumber*", "sink", "asink", "hemland*",
                "countryoforigin"),
    ),
)  # fmt: skip
