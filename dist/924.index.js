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
const INVISIBLE = /[\0-\x1f\x7f-\x9f\u061c\u2028\u2029\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff]/g;
/**
 * Both forms of workflow commands: `::command::` at a line's start, `##[command]` anywhere. The runner (ActionCommand.cs) looks for them by
 * the rules of a culture, in which soft hyphens, joiners and the like count for nothing: so these may stand in between.
 */
const COMMAND = /^([\s\p{DI}]*):(?=\p{DI}*:)/u;
const OLD_COMMAND = /#(?=\p{DI}*#\p{DI}*\[)/gu;
/**
 * Text of whatever origin as one line that people can read and no runner obeys: what is invisible, and the first character of what would be
 * a workflow command, is written as `\u{…}`.
 */
function visible(text) {
    return text
        .toWellFormed()
        .replaceAll(INVISIBLE, character => `\\u{${(character.codePointAt(0) ?? 0).toString(16)}}`)
        .replaceAll(OLD_COMMAND, '\\u{23}')
        .replace(COMMAND, '$1\\u{3a}');
}
/** Escapes a workflow command's text, as the runner's own toolkit does. */
function commandData(text) {
    return text.replaceAll('%', '%25').replaceAll('\r', '%0D').replaceAll('\n', '%0A');
}


/***/ })

};
