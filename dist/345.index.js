export const id = 345;
export const ids = [345];
export const modules = {

/***/ 6345:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   TerminalReporter: () => (/* binding */ TerminalReporter)
/* harmony export */ });
/* harmony import */ var log_update__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(6279);
/* harmony import */ var _escape_js__WEBPACK_IMPORTED_MODULE_3__ = __webpack_require__(9924);
/* harmony import */ var _plain_reporter_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(3181);
/* harmony import */ var _progress_line_js__WEBPACK_IMPORTED_MODULE_2__ = __webpack_require__(2227);




/** Milliseconds between two drawings of the bar. */
const INTERVAL = 100;
/** Lines above, a progress bar with rate and time left below: for people before a terminal. */
class TerminalReporter extends _plain_reporter_js__WEBPACK_IMPORTED_MODULE_0__/* .PlainReporter */ .W {
    #stream;
    #draw;
    #color;
    #clock;
    constructor(stream, options) {
        super(stream, options);
        this.#stream = stream;
        this.#draw = (0,log_update__WEBPACK_IMPORTED_MODULE_1__/* .createLogUpdate */ .SY)(stream, { showCursor: true });
        this.#color = options.color;
        this.#clock = new _progress_line_js__WEBPACK_IMPORTED_MODULE_2__/* .ProgressClock */ .Qv(INTERVAL, options.now ?? (() => performance.now()), true);
    }
    async group(title, body) {
        this.#draw.clear();
        this.lines.raw(this.#color ? `\u001B[1m${(0,_escape_js__WEBPACK_IMPORTED_MODULE_3__.visible)(this.redact(title))}\u001B[0m` : (0,_escape_js__WEBPACK_IMPORTED_MODULE_3__.visible)(this.redact(title)));
        try {
            return await body();
        }
        finally {
            this.#draw.clear();
        }
    }
    progress(progress) {
        const elapsed = this.#clock.tick();
        if (elapsed !== undefined)
            this.#draw((0,_progress_line_js__WEBPACK_IMPORTED_MODULE_2__/* .progressBar */ .hr)(progress, elapsed, (this.#stream.columns || 80) - 1));
    }
    error(message) {
        this.#draw.clear();
        super.error(message);
    }
    print(message, indent) {
        this.#draw.clear();
        super.print(message, indent);
    }
}


/***/ })

};
