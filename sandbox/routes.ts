import { type Answer, pageAnswer } from './answer.ts';
import { downloadFileMulti } from './batch.ts';
import type { Call } from './call.ts';
import { downloadFile } from './download.ts';
import {
  fileExists,
  getFileLockInfo,
  getFolderProperties,
  getSystemStatus,
  getVersions,
  lock,
  unlock,
} from './information.ts';
import { fileInfo, getFileList, metaFailure } from './listing.ts';
import { adminLogin, getAuthenticationInfo, lockSession, loginGuest, resendCode, secondFactorLogin } from './login.ts';
import { type Backend, command, loginPage, type Operation } from './operation.ts';
import { createFolder, deleteFile, renameFile, renameOrMove, upload } from './upload.ts';

/** Operations that need no session. */
const open: Readonly<Record<string, Operation>> = {
  loginguest: loginGuest,
  '2falogin': secondFactorLogin,
  resend2facode: resendCode,
  adminlogin: adminLogin,
  getauthenticationinfo: getAuthenticationInfo,
};

const closed: Readonly<Record<string, Operation>> = {
  getfilelist: getFileList,
  fileinfo: fileInfo,
  downloadfile: downloadFile,
  downloadfilemulti: downloadFileMulti,
  upload,
  createfolder: createFolder,
  deletefile: deleteFile,
  renamefile: renameFile,
  renameormove: renameOrMove,
  fileexists: fileExists,
  getversions: getVersions,
  getfolderproperties: getFolderProperties,
  getsystemstatus: getSystemStatus,
  getfilelockinfo: getFileLockInfo,
  lock,
  unlock,
  locksession: lockSession,
  logoutprofile: lockSession,
  logout: lockSession,
};

/** The right answer to a call, by the state of the server and its switches. `prefix`: the path that FileCloud is installed under. */
export function answerTo(call: Call, backend: Backend, prefix: string): Answer {
  const { maintenance, csrf } = backend.switches;
  if (maintenance === '503') return pageAnswer('Maintenance', 503);
  if (maintenance === 'page' && !call.browser) return pageAnswer('Maintenance');
  const path = call.url.startsWith(prefix) ? call.url.slice(prefix.length) : '';
  // "FileCloud generates an error if the URL starts with //" (official Python client, fcserver.py).
  if (!/^\/(core|admin|app\/[^/]+)\//.test(path)) return pageAnswer('404 Not Found', 404);
  const free = lookUp(open, call.op);
  if (free !== undefined) return free(call, backend);
  const token = backend.accounts.sessionToken(call.headers);
  if (token === undefined) return withoutSession(call, backend);
  if (csrf && call.browser && !provesOrigin(call, token)) return command(call, backend, 0, 'Invalid CSRF token.', 403);
  const operation = lookUp(closed, call.op);
  return operation === undefined ? pageAnswer('404 Not Found', 404) : operation(call, backend);
}

function lookUp(table: Readonly<Record<string, Operation>>, op: string): Operation | undefined {
  return Object.hasOwn(table, op) ? table[op] : undefined;
}

function provesOrigin({ headers }: Call, token: string): boolean {
  return headers['x-requested-with'] === 'XMLHttpRequest' && headers['x-xsrf-token'] === token;
}

const expired = 'Your session has expired. Please login again.';

function withoutSession(call: Call, backend: Backend): Answer {
  switch (backend.switches.expiredForm) {
    case '401':
    case '403':
      return command(call, backend, 0, expired, Number(backend.switches.expiredForm));
    case 'html':
      return loginPage();
    case 'commands':
      return command(call, backend, 0, expired);
    case 'meta':
      return call.op === 'getfilelist' ? metaFailure(backend, expired) : command(call, backend, 0, expired);
  }
}
