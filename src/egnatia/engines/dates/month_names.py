"""Names of months: how the three calendars' months are shown, and how they are recognised as an officer types them.

Shown names are the libraries' own where they have them: Iranian months from persiantools, Islamic ones from hijridate. The
Afghan names of the Solar Hijri months are the Arabic ones of the zodiac (Encyclopaedia Iranica, "Calendars"). Spellings vary
more than any table: what isn't found is refused with the nearest name, never guessed.
"""

import unicodedata
from collections.abc import Iterable
from difflib import get_close_matches
from enum import StrEnum
from typing import NamedTuple

from hijridate import locales
from persiantools.jdatetime import MONTH_NAMES_EN, MONTH_NAMES_FA

from egnatia.engines.dates.calendars import Calendar


class Naming(StrEnum):
    """By whose names the Solar Hijri months are called; not known where a month was given as a number."""

    AFGHAN = "afghan"
    IRANIAN = "iranian"


class Month(NamedTuple):
    """What a name stands for. naming: only for Solar Hijri."""

    calendar: Calendar
    number: int
    naming: Naming | None = None


_AFGHAN = "Hamal Saur Jawza Saratan Asad Sunbula Mizan Aqrab Qaws Jadi Dalw Hut".split()
_AFGHAN_SCRIPT = "حمل ثور جوزا سرطان اسد سنبله میزان عقرب قوس جدی دلو حوت".split()
_ENGLISH = tuple(locales.EnglishLocale.gregorian_month_names)
_ISLAMIC = tuple(locales.EnglishLocale.month_names)
_ISLAMIC_SCRIPT = tuple(locales.ArabicLocale.month_names)
_IRANIAN = tuple(str(name) for name in MONTH_NAMES_EN[1:])
_IRANIAN_SCRIPT = tuple(str(name) for name in MONTH_NAMES_FA[1:])

#: Further spellings, as lines of twelve; a slash parts several of one month, "-" stands for none.
_GREGORIAN_SPELLINGS = """
    jan feb mar apr - jun jul aug sep/sept oct nov dec
    janar shkurt mars prill maj qershor korrik gusht shtator tetor nëntor dhjetor
    januar/januara februar/februara mart/marta aprila maja/svibanj juna/juni jula/juli avgust/avgusta septembar/septembra
        oktobar/oktobra novembar/novembra decembar/decembra
    јануар/јануара/јануари фебруар/фебруара/февруари март/марта април/априла мај/маја јун/јуна/јуни јул/јула/јули
        август/августа септембар/септембра/септември октобар/октобра/октомври новембар/новембра/ноември
        децембар/децембра/декември
    ocak şubat mart nisan mayıs haziran temmuz ağustos eylül ekim kasım aralık
    janvier février - avril mai juin juillet août septembre octobre novembre décembre
    يناير فبراير مارس أبريل مايو يونيو يوليو أغسطس سبتمبر أكتوبر نوفمبر ديسمبر
    - شباط آذار نيسان أيار حزيران تموز آب أيلول - - -
"""
_AFGHAN_SPELLINGS = """
    hamel sawr/sowr/thawr jauza/jowza sartan assad sonbola/sumbula/sunbulah meezan/mezan aqrab/aghrab qaus/qous
        jaddi/jady dalwa/dalv hoot/hout
    وری غویی غبرګولی چنګاښ زمری وږی تله لړم لیندۍ مرغومی سلواغه کب
    wray ghwayay ghbargolay chungash zmaray wazhay tala larum lindai marghumay salwagha kab
"""
_IRANIAN_SPELLINGS = """
    farvardin/farwardin ordibehesht/urdibihisht khordad/khurdad tir/teer mordad/amordad shahrivar/shahrivar mehr aban/abaan azar
        dey/day/dei bahman esfand/isfand
    - - - - امرداد - - - - - - اسپند
"""
_ISLAMIC_SPELLINGS = """
    muharam/moharram safer rabialawal/rabii/rabiulawwal/rabi1 rabialakhir/rabiii/rabiuthani/rabi2 jumadaalawwal/jumadai/jumada1
        jumadaalthani/jumadaii/jumada2 rajab shaaban/shaban ramazan/ramadhan shawal dhualqidah/zulqada/dhulqadah
        dhualhijja/zulhijja/dhulhijjah
    محرم‌الحرام صفرالمظفر ربیع‌الاول ربیع‌الثانی/ربیع‌الاخر/ربيع‌الاخر جمادی‌الاول/جمادی‌الاولی جمادی‌الثانی/جمادی‌الاخر رجب‌المرجب
        شعبان‌المعظم رمضان‌المبارک شوال‌المکرم ذی‌القعده/ذیقعده/ذوالقعده ذی‌الحجه/ذیحجه/ذوالحجه
    muharrem safer rebiülevvel rebiülahir cemaziyelevvel cemaziyelahir recep şaban ramazan şevval zilkade zilhicce
"""

# One letter for those that habits of typing mix up: Arabic and Persian yeh and kaf, hamza carriers, teh marbuta, dotless i.
_FOLDED = str.maketrans({"ي": "ی", "ى": "ی", "ئ": "ی", "ك": "ک", "أ": "ا", "إ": "ا", "آ": "ا", "ة": "ه", "ؤ": "و", "ı": "i"})


def fold(name: str) -> str:
    """A name in the form in which names are compared: letters and digits alone, without marks, case and habits of spelling.

    >>> fold("Rabi' al-Awwal")
    'rabialawwal'
    """
    plain = unicodedata.normalize("NFKD", name.translate(_FOLDED).casefold().translate(_FOLDED))
    return "".join(character for character in plain if character.isalnum()).translate(_FOLDED)


def find_months(name: str) -> list[Month]:
    """All months that are called so; several where calendars share a name, none where it isn't known."""
    return list(_MONTHS.get(fold(name), ()))


def find_nearest_name(name: str) -> str | None:
    """The known name that a misspelt one most resembles, as it is shown; None where none does."""
    close = get_close_matches(fold(name), _MONTHS, n=1, cutoff=0.7)
    return name_month(_MONTHS[close[0]][0]) if close else None


def name_month(month: Month) -> str:
    """The name in Latin letters; both names for a Solar Hijri month that was given as a number.

    >>> name_month(Month(Calendar.SOLAR_HIJRI, 2))
    'Saur/Ordibehesht'
    """
    return _named(month, _ENGLISH, _AFGHAN, _IRANIAN, _ISLAMIC)


def name_month_in_script(month: Month) -> str:
    """The name in the calendar's own script: Persian or Dari, Arabic; English for the Gregorian calendar."""
    return _named(month, _ENGLISH, _AFGHAN_SCRIPT, _IRANIAN_SCRIPT, _ISLAMIC_SCRIPT)


def _named(month: Month, *tables: Iterable[str]) -> str:
    gregorian, afghan, iranian, islamic = (list(table)[month.number - 1] for table in tables)
    if month.calendar is Calendar.SOLAR_HIJRI:
        names = {Naming.AFGHAN: afghan, Naming.IRANIAN: iranian}
        return names[month.naming] if month.naming else f"{afghan}/{iranian}"
    return gregorian if month.calendar is Calendar.GREGORIAN else islamic


def _collect() -> dict[str, tuple[Month, ...]]:
    months: dict[str, set[Month]] = {}
    for calendar, naming, shown, spellings in (
        (Calendar.GREGORIAN, None, (_ENGLISH,), _GREGORIAN_SPELLINGS),
        (Calendar.SOLAR_HIJRI, Naming.AFGHAN, (_AFGHAN, _AFGHAN_SCRIPT), _AFGHAN_SPELLINGS),
        (Calendar.SOLAR_HIJRI, Naming.IRANIAN, (_IRANIAN, _IRANIAN_SCRIPT), _IRANIAN_SPELLINGS),
        (Calendar.ISLAMIC, None, (_ISLAMIC, _ISLAMIC_SCRIPT), _ISLAMIC_SPELLINGS),
    ):
        words = [*(name for table in shown for name in table), *spellings.split()]
        for place, alternatives in enumerate(words):
            for name in alternatives.split("/"):
                if folded := fold(name):
                    months.setdefault(folded, set()).add(Month(calendar, place % 12 + 1, naming))
    return {name: tuple(sorted(found, key=str)) for name, found in months.items()}


_MONTHS = _collect()
