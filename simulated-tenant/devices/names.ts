/** First and family names with the spelling their mail address gets. Several scripts, because a real directory has several. */
export const firstNames: readonly (readonly [string, string])[] = [
  ['Amelia', 'amelia'], ['Noah', 'noah'], ['Léa', 'lea'], ['Jürgen', 'juergen'], ['Ingrid', 'ingrid'], ['Mateo', 'mateo'],
    ['Chloé', 'chloe'],
  ['Siobhán', 'siobhan'], ['Oluwaseun', 'oluwaseun'], ['Fatima', 'fatima'], ['Rajesh', 'rajesh'], ['Ana María', 'anamaria'],
    ['Zoë', 'zoe'],
  ['Łukasz', 'lukasz'], ['Søren', 'soeren'], ['Þórunn', 'thorunn'], ['Nguyễn', 'nguyen'], ['Ayşe', 'ayse'], ['İbrahim',
    'ibrahim'], ['Ștefan', 'stefan'],
  ['Emma', 'emma'], ['Liam', 'liam'], ['Olivia', 'olivia'], ['Marcus', 'marcus'], ['Grace', 'grace'], ['Pedro', 'pedro'],
    ['Hannah', 'hannah'],
  ['Kwame', 'kwame'], ['Leilani', 'leilani'], ['Tomás', 'tomas'], ['Birgit', 'birgit'], ['Andrés', 'andres'], ['Nadia',
    'nadia'], ['Viktor', 'viktor'],
]
export const familyNames: readonly (readonly [string, string])[] = [
  ['Smith', 'smith'], ['O’Brien', 'obrien'], ['García Márquez', 'garciamarquez'], ['Müller', 'mueller'], ['Nakamura',
    'nakamura'], ['Kowalski', 'kowalski'],
  ['van der Berg', 'vanderberg'], ['Ægisdóttir', 'aegisdottir'], ['Adeyemi', 'adeyemi'], ['Patel', 'patel'], ['Björk',
    'bjoerk'], ['Dupont', 'dupont'],
  ['Rossi', 'rossi'], ['Yılmaz', 'yilmaz'], ['Novák', 'novak'], ['Silva', 'silva'], ['Andersson', 'andersson'],
    ['Papadopoulos', 'papadopoulos'],
  ['Kim', 'kim'], ['Thị Minh', 'thiminh'], ['Popescu', 'popescu'], ['MacDonald', 'macdonald'], ['Weiß', 'weiss'], ['Lefèvre',
    'lefevre'],
  ['Hughes', 'hughes'], ['Castillo', 'castillo'], ['Moreau', 'moreau'], ['Jensen', 'jensen'], ['Okonkwo', 'okonkwo'],
    ['Walker', 'walker'],
]
/** Whole names in scripts whose parts cannot be mixed with the lists above. */
export const wholeNames: readonly (readonly [string, string])[] = [
  ['王小明', 'xiaoming.wang'], ['佐藤 美咲', 'misaki.sato'], ['김민준', 'minjun.kim'], ['Дмитрий Соколов', 'dmitry.sokolov'],
    ['Олена Шевченко', 'olena.shevchenko'],
  ['محمد الفاسي', 'mohammed.elfassi'], ['نور حداد', 'nour.haddad'], ['אבי כהן', 'avi.cohen'], ['Γιώργος Παππάς',
    'giorgos.pappas'], ['अनन्या शर्मा', 'ananya.sharma'],
  ['สมชาย ใจดี', 'somchai.jaidee'], ['ანა ბერიძე', 'ana.beridze'],
]

/** Device names that break careless consoles: each is handed out once, early, and then now and then. */
export const awkwardDeviceNames: readonly string[] = [
  '小明的 iPhone', '営業部の iPad（共有）', 'Телефон Ольги', 'هاتف محمد', 'הטלפון של אבי', 'iPhone d’Éléonore', 'Zoë’s iPad 📱✨',
    '👩\u200d👩\u200d👧\u200d👦 Family iPad',
  'evil\u202egnp.exe', '\u2066isolated\u2069 phone', 'zero\u200bwidth\u200bname', 'soft\u00adhyphen',
    ' leading and trailing ', 'two  spaces',
  '<script>alert(1)</script>', '<img src=x onerror=alert(1)>', '"quoted" \'name\'', 'back\\slash/slash',
    '=HYPERLINK("http://example.invalid","click")',
  '+1-2', '-2+3', '@SUM(A1:A9)', '\tTabbed', 'semi;colon,comma', '%00%0d%0a', '${jndi:ldap://example.invalid/a}',
    '{{constructor.constructor("1")()}}',
  'More (â€¦)', 'iPhone von MÃ¼ller', 'Z\u0337a\u0337l\u0337g\u0337o\u0337 \u0337P\u0337a\u0337d\u0337',
    'Cafe\u0301 and Caf\u00e9', 'ﬁle ﬂow', 'İstanbul ıspanak', 'null', 'undefined', 'NaN', '0', 'true', '.', '-',
  'A'.repeat(255), 'https://example.invalid/?a=1&b=2#c', 'CON', 'constructor', '__proto__',
]
