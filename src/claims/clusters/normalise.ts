import { romanize } from 'es-hangul';

/**
 * Gives a text as it is compared: one form for composed and decomposed, full-width and half-width
 * characters (NFKC), small letters, one space between words.
 */
export function plainText(text: string): string {
  return text.normalize('NFKC').toLowerCase().replaceAll(/\s+/g, ' ').trim();
}

/** Gives letters and digits only. */
const bare = (text: string): string => plainText(text).replaceAll(/[^\p{L}\p{N}]/gu, '');

/**
 * Gives an account as it is compared, its bank with it; undefined when it has fewer than five
 * digits, which is no account.
 */
export function plainAccount(payee: {
  readonly bank: string;
  readonly account: string;
}): string | undefined {
  const digits = plainText(payee.account).replaceAll(/\D/g, '');
  return digits.length < 5 ? undefined : `${bare(payee.bank)}/${digits}`;
}

/**
 * Gives a contact as it is compared: a telephone number without its writing and with its trunk zero
 * instead of Korea's country code; an e-mail address without case and without a `+` part.
 */
export function plainContact(contact: string): string | undefined {
  const text = plainText(contact).replaceAll(' ', '');
  const [, local = '', domain = ''] = /^([^@+]+)(?:\+[^@]*)?@(.+)$/.exec(text) ?? [];
  if (domain !== '') return `${local}@${domain}`;
  const digits = text.replaceAll(/\D/g, '').replace(/^(?:00)?82(?:0)?/, '0');
  return digits.length < 7 ? undefined : digits;
}

// Spellings of frequent family names that the official romanisation does not give.
const familyNames: Readonly<Record<string, string>> = {
  kim: 'gim',
  lee: 'i',
  yi: 'i',
  rhee: 'i',
  park: 'bak',
  pak: 'bak',
  choi: 'choe',
  jung: 'jeong',
  chung: 'jeong',
  jeon: 'jeon',
  kang: 'gang',
  cho: 'jo',
  yoon: 'yun',
  lim: 'im',
  rim: 'im',
  shin: 'sin',
  oh: 'o',
  woo: 'u',
  koo: 'gu',
  ku: 'gu',
  moon: 'mun',
  noh: 'no',
  roh: 'no',
  kwon: 'gwon',
  han: 'han',
};

const companyForms =
  /주식회사|유한회사|합자회사|\(주\)|㈜|\(유\)|\b(?:inc|ltd|llc|corp|co|company|corporation|limited)\b\.?/g;

const hasHangul = (text: string): boolean => /[가-힣]/.test(text);

/** Writes a Latin name as the official romanisation would, as far as its family name goes. */
function officialLatin(words: readonly string[]): string {
  const [family = '', ...given] = words;
  return `${familyNames[family] ?? family}${given.join('')}`;
}

/**
 * Gives a name as it is compared: without the form of a company, in one alphabet (the official
 * romanisation of Hangul), letters and digits only.
 *
 * @source Romanization of Korean, Ministry of Culture and Tourism Notice 2000-8
 */
export function plainName(name: string): string {
  const text = plainText(name.normalize('NFC')).replaceAll(companyForms, ' ').trim();
  if (hasHangul(text)) return bare(romanize(text.replaceAll(/\s/g, '')));
  return bare(officialLatin(text.split(/[\s,.-]+/).filter(Boolean)));
}

/**
 * Tells whether a name alone is seldom shared: that of a shop or a company. A person's name in
 * Korean has two to four syllables, and many people share one.
 */
export function isSeldomName(name: string): boolean {
  const text = plainText(name.normalize('NFC'));
  if (companyForms.test(text)) {
    companyForms.lastIndex = 0;
    return true;
  }
  const syllables = [...bare(text)];
  return hasHangul(text) ? syllables.length >= 5 : syllables.length >= 18;
}
