#include "cli/demo_people.h"

#include "base/text.h"

enum { GIVEN = 14, FAMILY = 14, CITIES = 4, RARE = 150 };

/* Names as their owners write them; `latin_…` is what stands in an e-mail address. Phone patterns: # is 2 to 9, * any digit. They
 * lie in ranges for fiction where a country has one, else in ordinary mobile ranges. */
struct people_of {
    const char *country;
    const char *language;
    int weight;                     /* how many of a hundred or so guests come from there */
    bool family_first;
    const char *joint;              /* between the names */
    const char *phone;
    const char *given[GIVEN];
    const char *family[FAMILY];
    const char *latin_given[GIVEN];   /* NULL at [0]: made from the name itself */
    const char *latin_family[FAMILY];
    const char *cities[CITIES];
};

/* clang-format off */
static const struct people_of peoples[] = {
    { "IE", "en", 34, false, " ", "08# 55# ####",
      { "Aoife", "Ciarán", "Niamh", "Seán", "Saoirse", "Oisín", "Róisín", "Pádraig", "Gráinne", "Conor", "Sinéad", "Declan", "Orla", "Fionn" },
      { "O’Sullivan", "Murphy", "Byrne", "Ó Briain", "Kelly", "Walsh", "Ní Dhomhnaill", "McCarthy", "Gallagher", "Doherty", "Kennedy", "Lynch", "Quinn", "Fitzgerald" },
      { 0 }, { 0 }, { "Cork", "Kinsale", "Dublin", "Galway" } },
    { "GB", "en", 16, false, " ", "+44 7700 900***",
      { "Oliver", "Amelia", "Harry", "Isla", "George", "Ava", "Noah", "Mia", "Arthur", "Freya", "Rhys", "Eilidh", "Priya", "Mohammed" },
      { "Smith", "Jones", "Taylor", "Patel", "Evans", "Khan", "Wilson", "MacDonald", "Hughes", "Clarke", "Singh", "Wright", "Ahmed", "Green" },
      { 0 }, { 0 }, { "Bristol", "London", "Glasgow", "Cardiff" } },
    { "US", "en-US", 14, false, " ", "+1 ###-555-01##",
      { "James", "Emma", "Liam", "Sophia", "Mason", "Olivia", "Ethan", "Madison", "Tyler", "Hannah", "Jayden", "Grace", "Carlos", "Keisha" },
      { "Johnson", "Williams", "Brown", "Garcia", "Miller", "Davis", "Rodriguez", "Martinez", "Anderson", "Nguyen", "Jackson", "Lee", "Thompson", "Kowalski" },
      { 0 }, { 0 }, { "Boston", "Chicago", "Portland", "Austin" } },
    { "DE", "de", 8, false, " ", "+49 151 ########",
      { "Jürgen", "Anke", "Lukas", "Käthe", "Björn", "Mia", "Jonas", "Ingeborg", "Florian", "Sabine", "Matthias", "Ulrike", "Emre", "Leonie" },
      { "Müller", "Schmidt", "Weiß", "Köhler", "Schröder", "Groß", "Yılmaz", "von der Heide", "Bäcker", "Hoffmann", "Jäger", "Vogel", "Krüger", "Lehmann" },
      { 0 }, { 0 }, { "Hamburg", "Köln", "München", "Berlin" } },
    { "FR", "fr", 7, false, " ", "+33 6 39 98 ## ##",
      { "Chloé", "Théo", "Zoé", "François", "Hélène", "Raphaël", "Inès", "Jérôme", "Maëlle", "Gaël", "Anaïs", "Loïc", "Amélie", "Hugo" },
      { "Martin", "Lefèvre", "Dubois", "Moreau", "Béranger", "Garnier", "Fournier", "Benoît", "Rousseau", "Le Goff", "Haddad", "Perrin", "Château", "Masson" },
      { 0 }, { 0 }, { "Nantes", "Paris", "Lyon", "Brest" } },
    { "ES", "es", 6, false, " ", "+34 6## ### ###",
      { "Ana", "José", "María", "Íñigo", "Lucía", "Álvaro", "Begoña", "Iker", "Núria", "Jesús", "Noelia", "Andrés", "Carmen", "Pau" },
      { "Ruiz Gómez", "García", "Fernández", "Muñoz", "Ibáñez", "Núñez", "Martínez", "Puig", "Etxeberria", "López", "Sánchez", "Romero", "Vázquez", "Serra" },
      { 0 }, { 0 }, { "Bilbao", "Madrid", "Sevilla", "Barcelona" } },
    { "PL", "pl", 4, false, " ", "+48 5## ### ###",
      { "Łukasz", "Małgorzata", "Paweł", "Agnieszka", "Stanisław", "Zofia", "Wojciech", "Kasia", "Grzegorz", "Żaneta", "Michał", "Ola", "Tomasz", "Ewa" },
      { "Kowalczyk", "Wiśniewski", "Wójcik", "Kamiński", "Lewandowska", "Zieliński", "Szymańska", "Dąbrowski", "Kozłowska", "Jankowski", "Mazur", "Krawczyk", "Piotrowski", "Grabowska" },
      { 0 }, { 0 }, { "Gdańsk", "Kraków", "Łódź", "Wrocław" } },
    { "NO", "nb", 3, false, " ", "+47 4## ## ###",
      { "Øyvind", "Åse", "Bjørn", "Kåre", "Ingrid", "Sjur", "Solveig", "Håkon", "Astrid", "Lars", "Tuva", "Magnus", "Frøya", "Jørgen" },
      { "Ødegård", "Hansen", "Bakke", "Sørensen", "Lund", "Næss", "Solberg", "Bråten", "Dahl", "Strøm", "Berg", "Aas", "Haugen", "Moen" },
      { 0 }, { 0 }, { "Bergen", "Oslo", "Tromsø", "Ålesund" } },
    { "IT", "it", 3, false, " ", "+39 3## ### ####",
      { "Niccolò", "Giulia", "Matteo", "Chiara", "Andrea", "Francesca", "Leonardo", "Sofia", "Tommaso", "Beatrice", "Davide", "Elisa", "Pietro", "Marta" },
      { "Rossi", "D’Angelo", "Esposito", "Bianchi", "Romano", "De Luca", "Conti", "Gallo", "Mancini", "Costa", "Fontana", "Caruso", "Santoro", "Ferrara" },
      { 0 }, { 0 }, { "Genova", "Milano", "Napoli", "Torino" } },
    { "GR", "el", 2, false, " ", "+30 69# ### ####",
      { "Γιώργος", "Μαρία", "Νίκος", "Ελένη", "Δημήτρης", "Κατερίνα", "Σπύρος", "Άννα", "Θανάσης", "Ειρήνη", "Πέτρος", "Σοφία", "Ηλίας", "Ζωή" },
      { "Παπαδόπουλος", "Γεωργίου", "Οικονόμου", "Νικολάου", "Δημητρίου", "Βασιλείου", "Καραγιάννη", "Μακρής", "Αλεξίου", "Ιωάννου", "Χριστοδούλου", "Λάμπρου", "Σταύρου", "Ρήγα" },
      { "giorgos", "maria", "nikos", "eleni", "dimitris", "katerina", "spyros", "anna", "thanasis", "irini", "petros", "sofia", "ilias", "zoi" },
      { "papadopoulos", "georgiou", "oikonomou", "nikolaou", "dimitriou", "vasileiou", "karagianni", "makris", "alexiou", "ioannou", "christodoulou", "lamprou", "stavrou", "riga" },
      { "Αθήνα", "Πάτρα", "Χανιά", "Βόλος" } },
    { "UA", "uk", 2, false, " ", "+380 67 ### ## ##",
      { "Олександр", "Оксана", "Тарас", "Юлія", "Богдан", "Ірина", "Андрій", "Наталія", "Сергій", "Ганна", "Дмитро", "Олена", "Ярослав", "Соломія" },
      { "Шевченко", "Коваленко", "Бондаренко", "Ткаченко", "Кравчук", "Олійник", "Мельник", "Поліщук", "Гриценко", "Лисенко", "Савченко", "Петренко", "Мороз", "Зінченко" },
      { "oleksandr", "oksana", "taras", "yuliia", "bohdan", "iryna", "andrii", "nataliia", "serhii", "hanna", "dmytro", "olena", "yaroslav", "solomiia" },
      { "shevchenko", "kovalenko", "bondarenko", "tkachenko", "kravchuk", "oliinyk", "melnyk", "polishchuk", "hrytsenko", "lysenko", "savchenko", "petrenko", "moroz", "zinchenko" },
      { "Львів", "Київ", "Одеса", "Харків" } },
    { "JP", "ja", 2, true, " ", "+81 90-####-####",
      { "陽菜", "蓮", "結衣", "大翔", "美咲", "健太", "さくら", "翔太", "愛", "拓海", "七海", "悠斗", "千尋", "直樹" },
      { "佐藤", "鈴木", "高橋", "田中", "渡辺", "伊藤", "山本", "中村", "小林", "加藤", "吉田", "山田", "松本", "井上" },
      { "hina", "ren", "yui", "hiroto", "misaki", "kenta", "sakura", "shota", "ai", "takumi", "nanami", "yuto", "chihiro", "naoki" },
      { "sato", "suzuki", "takahashi", "tanaka", "watanabe", "ito", "yamamoto", "nakamura", "kobayashi", "kato", "yoshida", "yamada", "matsumoto", "inoue" },
      { "東京", "大阪", "横浜", "福岡" } },
    { "CN", "zh", 2, true, "", "+86 139 #### ####",
      { "伟", "芳", "娜", "秀英", "敏", "静", "丽", "强", "磊", "洋", "艳", "勇", "杰", "涛" },
      { "王", "李", "张", "刘", "陈", "杨", "赵", "黄", "周", "吴", "徐", "孙", "胡", "林" },
      { "wei", "fang", "na", "xiuying", "min", "jing", "li", "qiang", "lei", "yang", "yan", "yong", "jie", "tao" },
      { "wang", "li", "zhang", "liu", "chen", "yang", "zhao", "huang", "zhou", "wu", "xu", "sun", "hu", "lin" },
      { "上海", "北京", "深圳", "成都" } },
    { "KR", "ko", 1, true, "", "+82 10-####-####",
      { "민준", "서연", "지훈", "지우", "현우", "수빈", "도윤", "하은", "예준", "서윤", "준서", "민서", "지호", "유진" },
      { "김", "이", "박", "최", "정", "강", "조", "윤", "장", "임", "한", "오", "서", "신" },
      { "minjun", "seoyeon", "jihoon", "jiwoo", "hyunwoo", "subin", "doyun", "haeun", "yejun", "seoyun", "junseo", "minseo", "jiho", "yujin" },
      { "kim", "lee", "park", "choi", "jung", "kang", "cho", "yoon", "jang", "lim", "han", "oh", "seo", "shin" },
      { "서울", "부산", "인천", "대구" } },
    { "EG", "ar", 1, false, " ", "+20 100 ### ####",
      { "محمد", "فاطمة", "أحمد", "مريم", "يوسف", "نور", "عمر", "سارة", "خالد", "ليلى", "حسن", "هبة", "كريم", "دينا" },
      { "حسن", "إبراهيم", "السيد", "محمود", "عبد الله", "مصطفى", "صالح", "منصور", "فؤاد", "رمضان", "النجار", "شريف", "سليمان", "عثمان" },
      { "mohamed", "fatma", "ahmed", "mariam", "youssef", "nour", "omar", "sara", "khaled", "laila", "hassan", "heba", "karim", "dina" },
      { "hassan", "ibrahim", "elsayed", "mahmoud", "abdallah", "mostafa", "saleh", "mansour", "fouad", "ramadan", "elnaggar", "sherif", "soliman", "osman" },
      { "القاهرة", "الإسكندرية", "الجيزة", "أسوان" } },
    { "IL", "he", 1, false, " ", "+972 52-###-####",
      { "נועה", "איתי", "תמר", "יוסף", "מאיה", "דוד", "שירה", "אורי", "יעל", "אריאל", "רותם", "עומר", "הילה", "גיא" },
      { "כהן", "לוי", "מזרחי", "פרץ", "ביטון", "אברהם", "פרידמן", "שפירא", "אזולאי", "דהן", "ברק", "גולן", "רוזן", "חדד" },
      { "noa", "itay", "tamar", "yosef", "maya", "david", "shira", "uri", "yael", "ariel", "rotem", "omer", "hila", "guy" },
      { "cohen", "levi", "mizrahi", "peretz", "biton", "avraham", "friedman", "shapira", "azoulay", "dahan", "barak", "golan", "rosen", "hadad" },
      { "תל אביב", "חיפה", "ירושלים", "אילת" } },
    { "IN", "hi", 2, false, " ", "+91 98### #####",
      { "आरव", "अनन्या", "विवान", "दिया", "अर्जुन", "प्रिया", "रोहन", "कविता", "संजय", "मीरा", "राहुल", "सुनीता", "अमित", "नेहा" },
      { "शर्मा", "वर्मा", "गुप्ता", "सिंह", "कुमार", "जोशी", "पटेल", "मिश्रा", "यादव", "अग्रवाल", "मेहता", "चौहान", "त्रिवेदी", "राव" },
      { "aarav", "ananya", "vivaan", "diya", "arjun", "priya", "rohan", "kavita", "sanjay", "meera", "rahul", "sunita", "amit", "neha" },
      { "sharma", "verma", "gupta", "singh", "kumar", "joshi", "patel", "mishra", "yadav", "agarwal", "mehta", "chauhan", "trivedi", "rao" },
      { "मुंबई", "दिल्ली", "पुणे", "जयपुर" } },
    { "BR", "pt-BR", 2, false, " ", "+55 11 9####-####",
      { "João", "Beatriz", "Thiago", "Larissa", "Antônio", "Letícia", "Vinícius", "Camila", "Luís", "Conceição", "Caio", "Júlia", "Sebastião", "Marina" },
      { "da Silva", "Souza", "Oliveira", "Araújo", "Gonçalves", "Pereira", "Assunção", "Ribeiro", "Magalhães", "Carvalho", "Rocha", "Teixeira", "Falcão", "Barbosa" },
      { 0 }, { 0 }, { "São Paulo", "Recife", "Florianópolis", "Salvador" } },
};

/* Names as long as life has them: one in RARE people is one of these. */
static const struct { const char *name, *country, *language, *city, *mailbox; } rare[] = {
    { "Maria-Theresia Henriëtte Wilhelmina van der Heijden-Schimmelpenninck van der Oye", "NL", "nl", "Den Haag", "mth.vanderheijden" },
    { "عبد الرحمن بن محمد بن عبد العزيز بن عبد الله آل الشيخ الأنصاري", "SA", "ar", "الرياض", "abdulrahman.alansari" },
    { "กฤษณพงศ์วัฒนชัยประเสริฐสุขสวัสดิ์", "TH", "th", "กรุงเทพมหานคร", "krit" },
    { "Pablo Diego José Francisco de Paula Juan Nepomuceno Crispín Crispiniano de la Santísima Trinidad", "ES", "es", "Málaga", "pablo.diego" },
    { "ירמיהו־אלחנן בן־ציון הלוי רוזנצוויג־אברמוביץ׳", "IL", "he", "פתח תקווה", "yirmiyahu" },
    { "Llanfairpwllgwyngyllgogerychwyrndrobwllllantysiliogogogoch Rowing Club", "GB", "cy", "Llanfairpwll", "rowers" },
    { "欧阳·古丽仙·买买提明", "CN", "zh", "乌鲁木齐", "ouyang.guli" },
    { "Nguyễn Phúc Bửu Tường Vĩnh Ái Quốc Hiền Minh Châu", "VN", "vi", "Huế", "buu.tuong" },
    { "Bo", "DK", "da", "Ribe", "bo" },
};

static const char *const mailboxes[] = { "example.com", "example.org", "example.net", "mail.example", "post.example", "home.example" };
static const char *const companies[] = { "Velas SL", "Old Head Hotel", "Summercove School", "Scouts 12th Cork", "Blue Door B&B", "Northwind Ltd", "Atlas Reisen GmbH", "Atelier Nord", "Ballinspittle GAA", "Pier Road Dental" };
static const char *const tag_names[] = { "VIP", "Local", "Family", "Photographer", "Left-handed paddle", "Group leader", "Club", "Allergy", "School", "Early bird" };
static const char *const note_texts[] = {
    "Prefers the double kayak. Bring the small paddle for the youngest.",
    "Asked about a group price for September.",
    "Bad knee: needs a hand getting out of the boat.",
    "Works at the harbour office, knows everybody.",
    "Wants to be called in the evening only.",
    "Took photos for us last summer, may use our boats for free once a year.",
};
/* clang-format on */

#define PICK(dice, list) (list)[dice_roll(dice, (int64_t)(sizeof(list) / sizeof((list)[0])))]

int64_t dice_roll(struct dice *dice, int64_t sides)
{
    uint64_t z = dice->state += 0x9E3779B97F4A7C15u;

    z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9u;
    z = (z ^ (z >> 27)) * 0x94D049BB133111EBu;
    z ^= z >> 31;
    return (int64_t)(z % (uint64_t)sides);
}

bool dice_chance(struct dice *dice, int percent)
{
    return dice_roll(dice, 100) < percent;
}

static const struct people_of *pick_people(struct dice *dice)
{
    int total = 0, at;

    for (size_t i = 0; i < sizeof(peoples) / sizeof(peoples[0]); i++)
        total += peoples[i].weight;
    at = (int)dice_roll(dice, total);
    for (size_t i = 0; i < sizeof(peoples) / sizeof(peoples[0]); i++)
        if ((at -= peoples[i].weight) < 0)
            return &peoples[i];
    return &peoples[0];
}

static struct str pick_phone(struct arena *arena, struct dice *dice, const char *pattern)
{
    char *phone = arena_cstr(arena, str_from(pattern));

    for (char *c = phone; *c; c++)
        if (*c == '#')
            *c = (char)('2' + dice_roll(dice, 8));
        else if (*c == '*')
            *c = (char)('0' + dice_roll(dice, 10));
    return str_from(phone);
}

/* Only letters that every mail server takes: marks go, ø becomes o, blanks go. */
static struct str latin_of(struct arena *arena, const char *spelled, const char *name)
{
    struct str folded;
    char *letters;
    size_t len = 0;

    if (spelled)
        return str_from(spelled);
    folded = text_fold(arena, str_from(name));
    letters = arena_alloc(arena, folded.len + 1);
    for (size_t i = 0; i < folded.len; i++)
        if (folded.ptr[i] >= 'a' && folded.ptr[i] <= 'z')
            letters[len++] = folded.ptr[i];
    return (struct str){ letters, len };
}

static void pick_emails(struct arena *arena, struct dice *dice, struct demo_person *person, struct str given,
                        struct str family, int64_t number)
{
    int count = dice_chance(dice, 4) ? 0 : dice_chance(dice, 12) ? 2 : 1;

    if (count == 2 && dice_chance(dice, 15))
        count = 3;
    for (int i = 0; i < count; i++) {
        const char *shape = i == 1 ? "%.*s.%.*s%lld@work.%s" : i == 2 ? "%.*s_%.*s%lld@old.%s" : "%.*s.%.*s%lld@%s";

        person->emails[i] = arena_printf(arena, shape, STR_PRINT(given), STR_PRINT(family), (long long)number,
                                         PICK(dice, mailboxes));
    }
}

static void pick_extras(struct arena *arena, struct dice *dice, struct demo_person *person)
{
    int tags = dice_chance(dice, 22) ? 1 + (int)dice_roll(dice, DEMO_TAGS_MOST) : 0;

    for (int i = 0; i < tags; i++)
        person->tags[i] = PICK(dice, tag_names);
    if (dice_chance(dice, 5))
        person->company = str_from(PICK(dice, companies));
    person->organisation = person->company.len && dice_chance(dice, 25);
    if (dice_chance(dice, 30))
        person->date_of_birth = arena_printf(arena, "%lld-%02lld-%02lld", (long long)(1945 + dice_roll(dice, 62)),
                                             (long long)(1 + dice_roll(dice, 12)),
                                             (long long)(1 + dice_roll(dice, 28)));
    if (dice_chance(dice, 8))
        person->notes = PICK(dice, note_texts);
}

static void make_rare(struct arena *arena, int64_t number, struct demo_person *out)
{
    size_t which = (size_t)(number / RARE) % (sizeof(rare) / sizeof(rare[0]));

    out->name = str_from(rare[which].name);
    out->country = str_from(rare[which].country);
    out->language = str_from(rare[which].language);
    out->city = str_from(rare[which].city);
    out->emails[0] = arena_printf(arena, "%s%lld@example.com", rare[which].mailbox, (long long)number);
    out->emails[1] = out->emails[2] = STR_EMPTY;
}

void demo_person_make(struct arena *arena, struct dice *dice, int64_t number, struct demo_person *out)
{
    const struct people_of *people = pick_people(dice);
    int64_t g = dice_roll(dice, GIVEN), f = dice_roll(dice, FAMILY);
    const char *first = people->family_first ? people->family[f] : people->given[g];
    const char *second = people->family_first ? people->given[g] : people->family[f];

    *out = (struct demo_person){
        .name = arena_printf(arena, "%s%s%s", first, people->joint, second),
        .country = str_from(people->country),
        .language = str_from(people->language),
        .city = str_from(people->cities[dice_roll(dice, CITIES)]),
    };
    pick_emails(arena, dice, out, latin_of(arena, people->latin_given[g], people->given[g]),
                latin_of(arena, people->latin_family[f], people->family[f]), number);
    if (out->emails[0].len == 0 || dice_chance(dice, 78))
        out->phone = pick_phone(arena, dice, people->phone);
    pick_extras(arena, dice, out);
    if (number % RARE == 7)
        make_rare(arena, number, out);
}
