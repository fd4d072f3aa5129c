"""How is a date said? Months, units and connecting words of six languages: en, de, fr, es, ru, uk."""

import re
import unicodedata

_DASHES = re.compile("[\u2010-\u2015\u2212]")
_QUOTES = re.compile("[\u2018\u2019\u02bc]")

_RU = "{0}ь {0}я {0}е {0}ю {0}ём"
MONTHS = (
    f"january jan januar jänner janvier enero {_RU.format('январ')} січень січня січні січню січнем",
    f"february feb februar février febrero {_RU.format('феврал')} лютий лютого лютому лютим",
    "march mar märz mars marzo март марта марте марту мартом березень березня березні березню березнем",
    f"april apr avril abril {_RU.format('апрел')} квітень квітня квітні квітню квітнем",
    "may mai mayo май мая мае маю маем травень травня травні травню травнем",
    f"june jun juni juin junio {_RU.format('июн')} червень червня червні червню червнем",
    f"july jul juli juillet julio {_RU.format('июл')} липень липня липні липню липнем",
    "august aug août agosto август августа августе августу августом серпень серпня серпні серпню серпнем",
    f"september sep sept septembre septiembre setiembre {_RU.format('сентябр')} вересень вересня вересні",
    f"october oct oktober octobre octubre {_RU.format('октябр')} жовтень жовтня жовтні жовтню жовтнем",
    f"november nov novembre noviembre {_RU.format('ноябр')} листопад листопада листопаді листопаду",
    f"december dec dezember décembre diciembre {_RU.format('декабр')} грудень грудня грудні грудню груднем",
)
"""The names of the months, January first, in all languages and cases."""

UNITS = {
    "day": "day days tag tage tagen jour jours día días день дня дней дні днів",
    "week": "week weeks woche wochen semaine semaines semana semanas неделя неделю недели недель "
    "тиждень тижні тижня тижнів",
    "month": "month months monat monate monaten mois mes meses месяц месяца месяцев "
    "місяць місяці місяця місяців",
    "year": "year years jahr jahre jahren an ans année années año años год года лет рік роки року років",
}
"""The units of time that can be counted back, in all their forms."""

ONE_AGO = "день|неделю|месяц|год|тиждень|місяць|рік"
"""Those that stand for one where no number is before them: "неделю назад"."""

NUMBERS = (
    "a an one ein eine einem einer einen un une una uno один одну одна",
    "two zwei deux dos два две дві",
    "three drei trois tres три",
    "four vier quatre cuatro четыре чотири",
    "five fünf cinq cinco пять п'ять",
    "six sechs six seis шесть шість",
)
"""The words for 1, 2, 3 and so on."""

BACK = {
    ("day", 1): "yesterday|gestern|hier|ayer|вчера|вчора",
    (
        "day",
        2,
    ): "(?:the )?day before yesterday|vorgestern|avant-hier|anteayer|antes de ayer|позавчера|позавчора",
    ("week", 0): "this week|(?:diese|dieser) woche|cette semaine|esta semana"
    "|(?:эта|эту|этой) (?:неделя|неделе|неделю)|(?:цей|цього) (?:тиждень|тижня|тижні)",
    (
        "week",
        1,
    ): "(?:last|past|previous) week|(?:letzten?|letzter|vorigen?|voriger|vergangenen?|vergangener) woche"
    "|semaine (?:dernière|passée)|semana pasada|(?:прошлая|прошлую|прошлой) (?:неделя|неделе|неделю)"
    "|(?:минулий|минулого) (?:тиждень|тижня)",
    ("month", 0): "this month|(?:diesen|diesem|dieser) monat|ce mois|este mes"
    "|(?:этот|этом|этого) (?:месяц|месяце|месяца)|(?:цей|цього|цьому) (?:місяць|місяця|місяці)",
    ("month", 1): "(?:last|past|previous) month|(?:letzten|letzter|letztem|vorigen|vergangenen) monat"
    "|mois (?:dernier|passé)|mes pasado|(?:прошлый|прошлом|прошлого) (?:месяц|месяце|месяца)"
    "|(?:минулий|минулого|минулому) (?:місяць|місяця|місяці)",
    ("year", 0): "this year|(?:dieses|diesem) jahr|cette année|este año|(?:этот|этом|этого) (?:год|году|года)"
    "|(?:цей|цього|цьому) (?:рік|року|році)",
    (
        "year",
        1,
    ): "(?:last|past|previous) year|(?:letztes|letzten|letztem|voriges|vergangenes|vergangenen) jahr"
    "|année (?:dernière|passée)|año pasado|(?:прошлый|прошлом|прошлого) (?:год|году|года)"
    "|(?:минулий|минулого|минулому) (?:рік|року|році)|торік",
}
"""Words for the day, week, month or year so many units back."""

LAST = (
    "last|past|letzten|vergangenen|derniers?|dernières|últimos|últimas|последние|последних|останні|останніх"
)
"""What makes "3 days" the days up to now."""

BEFORE_IT = {
    "since": "since|seit|ab|depuis|à partir|desde|с|со|з|із|начиная с|починаючи з",
    "after": "after|nach|après|después|tras|после|після",
    "before": "before|prior to|vor|avant|antes|раньше|перед",
    "until": "until|till|up to|by|bis|jusqu'à|jusqu'au|jusqu'en|hasta|до|по",
    "within": "in|during|throughout|of|between|from|im|während|zwischen|von|vom|en|au mois|entre|du|de"
    "|durante|del|в|во|у|за|между|між|від|от|протягом|в течение",
}
"""What may stand before a date, by what it makes of it."""

ARTICLES = "the|de|del|d|du|le|la|l|el|dem|den|der|zum|early|mid|late|anfang|mitte|ende"
"""What may stand between such a word and the date."""

TO = "and|to|until|till|through|und|bis|et|au|à|y|e|al|a|hasta|и|по|до|і|й|та"
"""What may stand between the two ends of a period."""

NUMBERED = "resolution|version|article|section|page|room|number|nr|№|резолюция|резолюции|резолюція|резолюції"
"""What makes a number a name and no year."""


def folded(text: str) -> str:
    """Give the form in which dates are looked for: lower case, no accents, one dash, single spaces."""
    if text.isascii():
        return " ".join(text.lower().split())
    letters = unicodedata.normalize("NFKD", text)
    bare = "".join(letter for letter in letters if not unicodedata.combining(letter)).lower()
    return " ".join(_QUOTES.sub("'", _DASHES.sub("-", bare)).split())


def either(words: str) -> str:
    """Give a pattern for any of these words, which "|" divides, longer ones first."""
    return "|".join(sorted(map(re.escape, folded(words).split("|")), key=len, reverse=True))
