export const id = 741;
export const ids = [741];
export const modules = {

/***/ 7741:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   unpack: () => (/* binding */ unpack)
/* harmony export */ });
/* harmony import */ var node_zlib__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(8522);
/* harmony import */ var yauzl__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(663);
/* harmony import */ var _text_js__WEBPACK_IMPORTED_MODULE_2__ = __webpack_require__(5393);



/** A ZIP in memory. The library's own reader would wait for a turn of the event loop with each of a hundred small pieces. */
class Memory extends yauzl__WEBPACK_IMPORTED_MODULE_1__/* .RandomAccessReader */ .lJ {
    #zip;
    constructor(zip) {
        super();
        this.#zip = zip;
    }
    read(buffer, offset, length, position, callback) {
        callback(null, position < this.#zip.length ? this.#zip.copy(buffer, offset, position, position + length) : 0);
    }
}
/**
 * Unpacks the files of a ZIP that are wanted: those of the wanted size, with the right checksum. Names are compared and nothing else.
 * The library reads the structure (PKWARE APPNOTE 4.3) but sets no bound to what unpacking costs, so that is done here: no file is unpacked
 * beyond its size, and nothing is read more often than once.
 * @param sizes bytes of the wanted files, by name
 */
async function unpack(zip, sizes) {
    const files = new Map();
    try {
        const archive = await (0,yauzl__WEBPACK_IMPORTED_MODULE_1__/* .fromRandomAccessReaderPromise */ .or)(new Memory(zip), zip.length, { decodeStrings: false });
        /** By name; undefined for what is there twice. */
        const entries = new Map();
        for await (const entry of archive.eachEntry()) {
            const name = (0,_text_js__WEBPACK_IMPORTED_MODULE_2__/* .decodeText */ .g7)(entry.fileNameRaw);
            entries.set(name, entries.has(name) ? undefined : entry);
        }
        let unread = zip.length;
        for (const [name, entry] of entries) {
            if (entry === undefined || entry.uncompressedSize !== sizes.get(name) || !entry.canDecodeFileData())
                continue;
            unread -= entry.compressedSize;
            // Entries that share their data, to be dear to read.
            if (unread < 0)
                break;
            const start = await archive.readLocalFileHeaderPromise(entry, { minimal: true }).then(header => header.fileDataStart, () => undefined);
            const body = start === undefined ? undefined : contentOf(entry, zip.subarray(start, start + entry.compressedSize));
            if (body !== undefined)
                files.set(name, body);
        }
    }
    catch {
        // Cut off or broken: what was not received is downloaded one by one.
    }
    return files;
}
/** @returns undefined where the data are not what the entry says */
function contentOf(entry, data) {
    const size = entry.uncompressedSize;
    try {
        const body = entry.compressionMethod === 0 ? data : (0,node_zlib__WEBPACK_IMPORTED_MODULE_0__.inflateRawSync)(data, { maxOutputLength: Math.max(size, 1) });
        return body.length === size && (0,node_zlib__WEBPACK_IMPORTED_MODULE_0__.crc32)(body) === entry.crc32 ? body : undefined;
    }
    catch {
        return undefined;
    }
}


/***/ })

};
