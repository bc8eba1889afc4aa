/** The page of a server in maintenance: to all that is no browser, or with status 503 to everybody. */
export const maintenanceForms = ['page', '503'] as const;
type MaintenanceForm = (typeof maintenanceForms)[number];

/** How a listing of a missing or forbidden folder fails: `meta/result` 0, the command envelope, a status, a page, or the old Tonido form. */
export const listingErrors = ['meta', 'commands', '401', '403', 'html', 'filelistfail'] as const;
type ListingError = (typeof listingErrors)[number];

/** How a call without a session is refused. */
export const expiredForms = ['401', '403', 'html', 'commands', 'meta'] as const;
type ExpiredForm = (typeof expiredForms)[number];

/** How the download of a missing or refused file fails. */
export const missingFileForms = ['commands', '404', 'html'] as const;
type MissingFileForm = (typeof missingFileForms)[number];

/** What a `Range` header brings: the range, the whole file, another range than asked for, or a refusal. */
export const rangeAnswers = ['honour', 'ignore', 'wrong', '416'] as const;
type Ranges = (typeof rangeAnswers)[number];

/** The `ETag` of downloads. */
export const etagForms = ['strong', 'weak', 'none'] as const;
type EtagForm = (typeof etagForms)[number];

/** What is wrong with the ZIP of `downloadfilemulti`. */
export const batchFaults = [
  'none',
  'empty',
  'html',
  'missing-entry',
  'bad-crc',
  'odd-name',
  'truncated',
  'zip-slip',
] as const;
export type BatchFault = (typeof batchFaults)[number];

/** How the server behaves. Every switch may be turned while the server runs. */
export interface Switches {
  /** Browsers must send `X-Requested-With` and the token (FileCloud developer guide, CSRF token API changes). */
  csrf: boolean;
  /** Cookies carry `Secure`, as FileCloud 23.1 and 23.232 do by default. */
  secureCookies: boolean;
  /** `page`: every client that is no browser gets a page with status 200. `503`: everybody gets one with status 503. */
  maintenance: false | MaintenanceForm;
  /** XML with prolog, indentation and self-closed empty elements. */
  pretty: boolean;
  /** Leave out `modifiedepochutc`, as servers of version 18 do. */
  omitUtc: boolean;
  /** Leave out `meta/result` and `meta/message`, as servers of version 18 do. */
  omitMetaResult: boolean;
  /** Answer `includeextrafields=1` with the entry's `etag`, as servers of late 2025 do. */
  extraFields: boolean;
  /** The most entries of one answer, whatever `limit` says. */
  pageCap: number | undefined;
  ignoreStart: boolean;
  ignoreLimit: boolean;
  /** Added to the true `total`. */
  totalOffset: number;
  omitTotal: boolean;
  listingError: ListingError;
  expiredForm: ExpiredForm;
  missingFileForm: MissingFileForm;
  /** Send `Content-Length` with downloads; without it they are chunked. */
  contentLength: boolean;
  ranges: Ranges;
  etag: EtagForm;
  /** Downloads are answered with 302 to this base URL. */
  redirect: string | undefined;
  /** Offer `downloadfilemulti`. */
  batch: boolean;
  batchFault: BatchFault;
  /** The account is an administrator's, whom the user portal turns away. */
  adminAccount: boolean;
  disabledAccount: boolean;
  /** Wrong passwords until the account is locked for five minutes. */
  lockAfter: number;
  /** Paths that the account may see but not open: listings and downloads below them fail. */
  forbidden: Set<string>;
  /** Files that are listed with `candownload` 0 and cannot be downloaded. */
  undownloadable: Set<string>;
  /** Clients that are no browser must describe themselves at login (`remote_client_id` …). */
  rmc: boolean;
  /** Milliseconds before every answer. */
  latency: number;
}

export function defaultSwitches(): Switches {
  return {
    csrf: true,
    secureCookies: false,
    maintenance: false,
    pretty: false,
    omitUtc: false,
    omitMetaResult: false,
    extraFields: true,
    pageCap: undefined,
    ignoreStart: false,
    ignoreLimit: false,
    totalOffset: 0,
    omitTotal: false,
    listingError: 'meta',
    expiredForm: 'commands',
    missingFileForm: 'commands',
    contentLength: true,
    ranges: 'honour',
    etag: 'strong',
    redirect: undefined,
    batch: true,
    batchFault: 'none',
    adminAccount: false,
    disabledAccount: false,
    lockAfter: 5,
    forbidden: new Set(),
    undownloadable: new Set(),
    rmc: false,
    latency: 0,
  };
}
