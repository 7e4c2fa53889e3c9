// Names that sources print in capitals, as they are read more easily in the picture; the panel keeps the printed form.

// Written small within a name.
const SMALL_WORDS = new Set(["of", "and", "the", "for", "in", "at", "on", "de", "la", "le", "du", "des", "der", "und", "et", "y", "e", "di"]);
// As short as an abbreviation, and none.
const SHORT_WORDS = new Set(["new", "san", "los", "las", "air", "sun", "gas", "oil", "art", "sea", "sky", "co", "ltd", "inc", "st", "van", "von", "el", "al", "tel", "bio", "lab", "max", "inst", "univ"]);
// Abbreviations that could be words.
const ABBREVIATIONS = new Set(["ASML", "AUO", "BASF", "CATL", "CERN", "CISCO", "CNOOC", "CSIC", "CSIRO", "ETRI", "HKUST", "IMEC", "INRIA", "INSERM", "KAIST", "KIST", "NASA", "NOAA", "OPPO", "POSCO", "POSTECH", "RIKEN", "SABIC", "SINOPEC", "SOAS", "TSMC", "UCLA", "UCSD", "UNESP", "UNSW", "USTC", "VIVO"]);

/**
 * A name in title case where it is in capitals throughout; abbreviations stay, which persons have none of.
 * @param {string} name
 * @param {NodeKind} kind
 */
function titleCased(name, kind) {
  if (name !== name.toUpperCase() || name === name.toLowerCase()) return name;
  return name.replace(/[\p{L}\p{M}\p{N}'’*&]+/gu, (word, at) => (kind === "person" ? word[0] + word.slice(1).toLowerCase() : wordCased(word, at === 0)));
}

/**
 * @param {string} word in capitals
 * @param {boolean} isFirst
 */
function wordCased(word, isFirst) {
  const small = word.toLowerCase();
  if (SMALL_WORDS.has(small) && !isFirst) return small;
  const isUsual = SHORT_WORDS.has(small) || SMALL_WORDS.has(small);
  if (isUsual) return word[0] + small.slice(1);
  if (word.length <= 3 || ABBREVIATIONS.has(word) || /[\p{N}*&]/u.test(word) || !/[AEIOUYÀ-Þ]/u.test(word)) return word;
  return word[0] + small.slice(1);
}
