"""Who the demo invents: three cohorts, four coaches, an admin, and the candidates who speak the corpus texts."""

from dataclasses import dataclass

ADMIN = ("Nell Ashworth", "Europe/London")


@dataclass(frozen=True)
class DemoCoach:
    """`answers_after_h` is the median of hours that a version waits for them; `leniency` moves their rubric points."""

    name: str
    time_zone: str
    answers_after_h: float
    leniency: float


@dataclass(frozen=True)
class DemoCandidate:
    """`first_text` is the id of the first corpus text in the chain of versions that they write."""

    name: str
    first_text: str
    time_zone: str = "Europe/London"
    company: str = ""


@dataclass(frozen=True)
class DemoCohort:
    """Days are counted from now: `starts_day=-44` began 44 days ago. `coaches` are indexes into COACHES."""

    name: str
    slug: str
    starts_day: int
    ends_day: int
    coaches: tuple[int, ...]
    candidates: tuple[DemoCandidate, ...]
    words_per_minute: int = 140
    target_s: int = 90
    limit_s: int = 120
    is_archived: bool = False


COACHES = (
    DemoCoach("Maya Lindqvist", "Europe/Stockholm", 20, 0.1),
    DemoCoach("Joseph Adeyemi", "Europe/London", 50, -0.35),
    DemoCoach("Carmen Ibáñez", "Europe/Madrid", 32, 0.3),
    DemoCoach("Tariq Rahman", "Asia/Kolkata", 66, -0.05),
)

COHORTS = (
    DemoCohort(
        "Into Product 12", "into-product-12", -46, 38, (0, 1),
        (
            DemoCandidate("Oliver Pennington", "dev-01-v1"),
            DemoCandidate("Becky Hollis", "dev-02-v1"),
            DemoCandidate("Grace Mbeki", "dev-03-v1"),
            DemoCandidate("Tomek Zielonka", "dev-04-v1", "Europe/Warsaw"),
            DemoCandidate("Elif Yıldırım", "dev-05-v1", "Europe/Istanbul"),
            DemoCandidate("Dawn Pickering", "dev-06-v1"),
            DemoCandidate("Brett Callahan", "dev-07-v1", "America/New_York"),
            DemoCandidate("Rupert Haldane", "dev-08-v1"),
            DemoCandidate("Catherine Bewick", "dev-09-v1"),
            DemoCandidate("Marisol Ferrer", "dev-10-v1"),
            DemoCandidate("Peter van der Linden", "dev-11-v1", "Europe/Amsterdam"),
            DemoCandidate("Jessamy Okoro", "dev-12-v1"),
            DemoCandidate("Thiago Rezende", "dev-13-v1", "Europe/Lisbon"),
            DemoCandidate("Daniel Osei", "w0-02", "Africa/Accra", "Tally & Oak"),
            DemoCandidate("Priya Kulkarni", "w0-05", "Asia/Kolkata"),
            DemoCandidate("Chidi Eze", "w0-09", "Africa/Lagos", "Sundpay"),
            DemoCandidate("Simon Achterberg", "w0-30"),
            DemoCandidate("Zoë Marchetti", "w0-62", "Europe/Rome", "Glossa"),
            DemoCandidate("Hamish Drummond", "w0-20"),
        ),
    ),
    DemoCohort(
        "Into Product 13", "into-product-13", -23, 61, (0, 2),
        (
            DemoCandidate("Hannah Fairclough", "dev-14-v1"),
            DemoCandidate("Frances Tuohy", "dev-15-v1", "Europe/Dublin"),
            DemoCandidate("Luca Steiner", "dev-16-v1", "Europe/Zurich"),
            DemoCandidate("Ffion Prosser", "dev-17-v1"),
            DemoCandidate("Darren Whitmore", "dev-18-v1"),
            DemoCandidate("Anke Brandstetter", "dev-19-v1", "Europe/Berlin"),
            DemoCandidate("Arjun Sundaram", "w0-c1", "Asia/Kolkata", "Dosette"),
            DemoCandidate("Mei Huang", "w0-26", "Asia/Taipei"),
            DemoCandidate("Kevin D'Souza", "w0-36", "Asia/Kolkata"),
            DemoCandidate("Nadia Farouk", "w0-18", "Africa/Cairo", "Plainpath"),
            DemoCandidate("Owen Treharne", "w0-43"),
        ),
        words_per_minute=135, target_s=75, limit_s=105,
    ),
    DemoCohort(
        "Evening switchers", "evening-switchers", -57, -12, (3, 1),
        (
            DemoCandidate("Funmi Adebayo", "dev-20-v1"),
            DemoCandidate("Moira Kerr", "dev-21-v1"),
            DemoCandidate("Felix Brandão", "dev-22-v1"),
            DemoCandidate("Claire Delorme", "dev-23-v1", "Europe/Paris"),
            DemoCandidate("Greg Novak", "dev-24-v1", "America/Chicago"),
            DemoCandidate("Elise Garnier", "w0-13", "Europe/Paris"),
            DemoCandidate("Sam Whitlock", "w0-57"),
            DemoCandidate("Leila Haddad", "w0-15", "Asia/Beirut", "Keycard"),
            DemoCandidate("Marcus Bell", "w0-27"),
            DemoCandidate("Ingrid Solheim", "w0-58", "Europe/Oslo", "Axlewise"),
            DemoCandidate("Tendai Moyo", "w0-11", "Africa/Harare", "Abacus Lane"),
            DemoCandidate("Rosa Valdivia", "w0-b8"),
            DemoCandidate("Ben Kowalczyk", "w0-48"),
            DemoCandidate("Sunita Gurung", "w0-40", "Asia/Kathmandu"),
        ),
        is_archived=True,
    ),
)  # fmt: skip

NEWCOMERS = (
    (1, "Aroha Ngata", "Pacific/Auckland", None),
    (1, "Wim Declercq", "Europe/Brussels", "I have started three times and deleted it three times. What I want to say "
     "is that I like the moment when somebody stops fighting the form in front of them."),
)  # fmt: skip
"""Enrolled, with no version yet: (index into COHORTS, name, time zone, the text of a working copy or None)."""

SECOND_ROLES = {"dev-01-v1": ("Product Lead", "Larder"), "dev-13-v1": ("Data Product Manager", "Stockroom")}
"""Candidates who prepare for a second interview as well: first text to (role, company)."""
