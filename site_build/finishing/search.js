// How the search's worker ranks what Material and lunr have found. The build puts it before Material's code.

// What words that stand together gain over words that are scattered, and what a heading gains that is the query itself.
const TOGETHER = 10, SAME = 8

// Material looks for each word's beginnings, so "a" finds all words with an a in front: leave out such words when there
// are others. AND and OR are gates.
const bookIsNoun = word => /^[A-Z]{2,}$/.test(word) || lunr.stopWordFilter(word.toLowerCase())

function bookNouns(words) {
  const nouns = words.filter(bookIsNoun)
  return nouns.length ? nouns : words
}

// Before Material reads the query: lunr knows no phrases, and quotation marks ask it for whole words of the index.
function bookUnquoted(query) {
  return query.replace(/["“”]/g, " ")
}

// After it: words with the star that Material has put behind them, unless the reader has put a sign there.
function bookQuery(query) {
  const words = query.split(" "), plain = words.filter(word => /^[^+~^-].*\*$/.test(word))
  const kept = new Set(bookNouns(plain.map(word => word.slice(0, -1))))
  return words.filter(word => !plain.includes(word) || kept.has(word.slice(0, -1))).join(" ")
}

// Where a word stands, by field: Material counts the words of a block one by one, so that neighbours differ by one.
function bookPlaces(word, found) {
  const places = {}
  for (const [term, fields] of Object.entries(found))
    if (term.startsWith(word))
      for (const [field, { position }] of Object.entries(fields))
        (places[field] ??= []).push(...position)
  return places
}

// Two words belong together when the second follows the first, with at most "of the" between them.
function bookTogether(first, second) {
  return ["title", "text"].some(field => {
    const places = new Set(first[field])
    return second[field]?.some(at => places.has(at - 1) || places.has(at - 2) || places.has(at - 3))
  })
}

function bookIsTitle(title, words) {
  const plain = title.replace(/<[^>]*>/g, "").split(lunr.tokenizer.separator).filter(Boolean)
  return bookNouns(plain).join(" ").toLowerCase() === words.join(" ")
}

// The score of a section or of the top of a page, which Material prefers. Half of the words are worth a quarter.
function bookScore(score, isTop, title, clauses, found) {
  const words = [...new Set(clauses.map(({ term }) => term))]
  const places = words.map(word => bookPlaces(word, found))
  const share = places.filter(place => Object.keys(place).length).length / Math.max(1, words.length)
  const pairs = places.slice(1).filter((place, before) => bookTogether(places[before], place))
  const together = pairs.length / Math.max(1, words.length - 1)
  return score * (1 + (isTop + share) ** 2) * share ** 2 * (1 + TOGETHER * together ** 2)
    * (bookIsTitle(title, words) ? SAME : 1)
}
