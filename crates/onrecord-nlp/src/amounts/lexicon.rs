//! The words of amounts: units, approximations, and what happens to people who are counted.

/// Units of measure: forms and the singular that stands in the record.
pub const UNITS: &[(&[&str], &str)] = &[
    (&["km", "kms", "kilometre", "kilometres", "kilometer", "kilometers"], "kilometre"),
    (&["m", "metre", "metres", "meter", "meters"], "metre"),
    (&["cm", "centimetre", "centimetres", "centimeter", "centimeters"], "centimetre"),
    (&["mm", "millimetre", "millimetres", "millimeter", "millimeters"], "millimetre"),
    (&["mile", "miles"], "mile"),
    (&["foot", "feet", "ft"], "foot"),
    (&["inch", "inches"], "inch"),
    (&["yard", "yards"], "yard"),
    (&["acre", "acres"], "acre"),
    (&["hectare", "hectares", "ha"], "hectare"),
    (&["tonne", "tonnes", "mt"], "tonne"),
    (&["ton", "tons"], "ton"),
    (&["kg", "kgs", "kilo", "kilos", "kilogram", "kilograms", "kilogramme", "kilogrammes"], "kilogram"),
    (&["g", "gram", "grams", "gramme", "grammes"], "gram"),
    (&["lb", "lbs"], "pound"),
    (&["oz", "ounce", "ounces"], "ounce"),
    (&["litre", "litres", "liter", "liters"], "litre"),
    (&["gallon", "gallons"], "gallon"),
    (&["barrel", "barrels", "bpd"], "barrel"),
    (&["degree", "degrees"], "degree"),
    (&["celsius"], "degree Celsius"),
    (&["fahrenheit"], "degree Fahrenheit"),
    (&["mph"], "mile an hour"),
    (&["kph"], "kilometre an hour"),
    (&["mw", "megawatt", "megawatts"], "megawatt"),
    (&["gw", "gigawatt", "gigawatts"], "gigawatt"),
    (&["kw", "kilowatt", "kilowatts"], "kilowatt"),
    (&["kwh"], "kilowatt-hour"),
    (&["hz"], "hertz"),
    (&["mhz"], "megahertz"),
    (&["ghz"], "gigahertz"),
    (&["kb"], "kilobyte"),
    (&["mb", "megabyte", "megabytes"], "megabyte"),
    (&["gb", "gigabyte", "gigabytes"], "gigabyte"),
    (&["tb", "terabyte", "terabytes"], "terabyte"),
    (&["point", "points", "pts"], "point"),
    (&["caliber", "calibre"], "calibre"),
    (&["magnitude"], "magnitude"),
];

/// Words before a number that say how exact it is.
pub const ABOUT: &[(&[&str], &str)] = &[
    (&["more", "than"], "more_than"),
    (&["greater", "than"], "more_than"),
    (&["over"], "more_than"),
    (&["above"], "more_than"),
    (&["less", "than"], "less_than"),
    (&["fewer", "than"], "less_than"),
    (&["under"], "less_than"),
    (&["below"], "less_than"),
    (&["at", "least"], "at_least"),
    (&["no", "fewer", "than"], "at_least"),
    (&["no", "less", "than"], "at_least"),
    (&["at", "most"], "at_most"),
    (&["no", "more", "than"], "at_most"),
    (&["up", "to"], "at_most"),
    (&["as", "many", "as"], "at_most"),
    (&["as", "much", "as"], "at_most"),
    (&["as", "few", "as"], "at_least"),
    (&["about"], "approx"),
    (&["around"], "approx"),
    (&["approximately"], "approx"),
    (&["roughly"], "approx"),
    (&["nearly"], "approx"),
    (&["almost"], "approx"),
    (&["some"], "approx"),
    (&["an", "estimated"], "approx"),
    (&["estimated"], "approx"),
    (&["close", "to"], "approx"),
    (&["all"], ""),
    (&["just"], ""),
    (&["only"], ""),
];

/// Numbers that say no number: `dozens of people`.
pub const VAGUE: &[&str] =
    &["dozens", "scores", "hundreds", "thousands", "millions", "billions", "trillions", "tens", "many", "several"];

/// Words that tell what happened to people who are counted.
pub const FATES: &[(&[&str], &str)] = &[
    (
        &[
            "killed",
            "dead",
            "died",
            "die",
            "killing",
            "kill",
            "deaths",
            "death",
            "fatalities",
            "slain",
            "executed",
            "executing",
            "massacring",
            "slaughtering",
            "murdering",
            "beheading",
            "drowned",
            "kills",
            "murdered",
            "perished",
            "massacred",
            "slaughtered",
            "beheaded",
        ],
        "dead",
    ),
    (
        // Who is in hospital may be ill, and casualties are the dead too.
        &["wounded", "injured", "hurt", "wounding", "injuring", "injuries", "wounds", "wound", "injures", "injure"],
        "wounded",
    ),
    (&["arrested", "detained", "arresting", "detaining", "jailed", "imprisoned", "arrests", "captured"], "arrested"),
    (
        &["displaced", "displacing", "fled", "evacuated", "homeless", "refugees", "uprooted", "fleeing", "flee"],
        "displaced",
    ),
    (&["missing", "unaccounted"], "missing"),
    (
        &["kidnapped", "abducted", "kidnap", "abduct", "kidnapping", "abducting", "kidnappings", "abductions"],
        "abducted",
    ),
];
pub const TROOPS: &[&str] =
    &["troops", "soldiers", "servicemen", "fighters", "personnel", "marines", "peacekeepers", "reservists"];
pub const PEOPLE: &str = "people persons person civilians children women men residents protesters protestors \
    workers victims migrants refugees passengers officers others students villagers prisoners militants \
    demonstrators suspects policemen individuals family families households members patients journalists \
    rebels activists miners boys girls hostages guards police priests officials pilots nurses clerics monks nuns pilgrims aides \
    diplomats adults babies teens relatives sons daughters brothers sisters parents wives infants survivors schoolchildren pupils \
    inmates detainees captives staff crew crewmen cadets recruits conscripts youths adolescents agents fans athletes tourists \
    nationals foreigners expatriates celebrities dissidents convicts";
/// How words for people end, and words that end so and are none.
pub const PEOPLE_END: &[&str] = &["ers", "ors", "ists", "ians", "men", "women", "ants", "ees", "children", "siblings"];
pub const NO_PEOPLE: &str = "numbers papers towers computers centers containers rivers letters orders offers \
    powers factors sectors doors errors helicopters tankers quarters bunkers launchers carriers cruisers \
    destroyers bombers trailers boosters parameters chapters headquarters elephants plants grants restaurants \
    trees degrees committees";
/// Words between people who are counted and what happened to them: `were reportedly shot dead`.
pub const TO_FATE: &str = "were was been have has had are is people others also already reportedly feared left more being \
    reported confirmed remain still from - shot found presumed pronounced believed to be gone forced stabbed beaten \
    burned burnt crushed trampled hacked bludgeoned";
/// What one of whom something happened to may be called.
pub const ONE_PERSON: &str = "person man woman child boy girl baby infant teenager soldier officer policeman policewoman \
    civilian worker protester protestor demonstrator student villager militant fighter rebel migrant passenger resident guard \
    teacher journalist reporter pedestrian cyclist driver pilot nurse doctor peacekeeper serviceman firefighter miner sailor \
    prisoner hostage";
/// Words between a fate and a number: `the number of dead has risen to 45`.
pub const FROM_FATE: &str = "at least toll to rose of has risen the , is was were as many reached reaches stands stood climbed \
    climbs hit passed topped exceeded surpassed now over";
