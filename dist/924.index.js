export const id = 924;
export const ids = [924];
export const modules = {

/***/ 9924:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   visible: () => (/* binding */ visible),
/* harmony export */   w: () => (/* binding */ commandData)
/* harmony export */ });
/** Characters that end lines, move cursors, or turn the direction of text: C0, DEL, C1, line separators, bidirectional controls. */
const INVISIBLE = /[\0-\x1f\x7f-\x9f\u2028\u2029\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff]/g;
const BREAK = '\u200b';
/**
 * Text of whatever origin as one line that people can read and no runner obeys: what is invisible is written as `\u{…}`, and both forms of
 * workflow commands (`::command::` at a line's start, `##[command]` anywhere) are broken by a zero-width space.
 */
function visible(text) {
    return text
        .replaceAll(INVISIBLE, character => `\\u{${(character.codePointAt(0) ?? 0).toString(16)}}`)
        .replaceAll('##[', `#${BREAK}#[`)
        .replace(/^(\s*:):/, `$1${BREAK}:`);
}
/** Escapes a workflow command's text, as the runner's own toolkit does. */
function commandData(text) {
    return text.replaceAll('%', '%25').replaceAll('\r', '%0D').replaceAll('\n', '%0A');
}


/***/ })

};
