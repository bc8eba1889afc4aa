import type { LoginOutcome } from './accounts.ts';
import { type Answer, withHeaders } from './answer.ts';
import type { Call } from './call.ts';
import { type Backend, command, type Operation, xml } from './operation.ts';
import { element, fields } from './xml.ts';

/** `loginguest`: user name and password, and what a client that is no browser says of itself where `rmc` asks for it. */
export const loginGuest: Operation = (call, backend) => {
  if (backend.switches.rmc && !call.browser && call.params['remote_client_id'] === undefined) {
    return command(
      call,
      backend,
      0,
      'This client is not permitted. Please update to a client that supports remote management.',
    );
  }
  return outcome(call, backend, backend.accounts.login(call.params['userid'] ?? '', call.params['password'] ?? ''));
};

/** `2falogin`: the second factor; only now the cookies are set. */
export const secondFactorLogin: Operation = (call, backend) => {
  const { userid = '', token = '', code = '' } = call.params;
  return outcome(call, backend, backend.accounts.secondFactor(userid, token, code));
};

export const resendCode: Operation = (call, backend) => {
  const known = backend.accounts.isToken(call.params['token'] ?? '');
  return command(call, backend, known ? 1 : 0, known ? '' : 'Invalid token.');
};

/** `adminlogin`: the way in for an administrator's account. */
export const adminLogin: Operation = (call, backend) => {
  const { adminuser = '', adminpassword = '' } = call.params;
  const { switches, accounts } = backend;
  if (!switches.adminAccount) return command(call, backend, 0, 'Invalid admin user name or password.');
  switches.adminAccount = false;
  try {
    return outcome(call, backend, accounts.login(adminuser, adminpassword));
  } finally {
    switches.adminAccount = true;
  }
};

export const lockSession: Operation = (call, backend) => {
  backend.accounts.logout(call.headers);
  return command(call, backend, 1, '');
};

/** `getauthenticationinfo`: who is logged in, if anybody; answered without a session too. */
export const getAuthenticationInfo: Operation = (call, backend) => {
  const authenticated = backend.accounts.sessionToken(call.headers) !== undefined;
  const user = authenticated ? backend.accounts.user : '';
  const info = {
    profile: user,
    displayname: user,
    peerid: user,
    authenticated: authenticated ? 1 : 0,
    isguestauthenticated: 0,
    hash: authenticated ? 'sha1' : '',
    guesthash: '',
    guesthashurl: '',
    isremote: 0,
    reasoncode: 0,
    OS: 'TONIDO_CLOUD',
    authtype: 'DEFAULT',
    enablesaml: 0,
    userlevel: authenticated ? 'FULL' : '',
    userauthtype: 'DEFAULT',
  };
  return xml(element('authenticationinfo', [element('info', fields(info))]), backend);
};

function outcome(call: Call, backend: Backend, login: LoginOutcome): Answer {
  return login.result === 1
    ? withHeaders(command(call, backend, 1, ''), { 'set-cookie': login.cookies })
    : command(call, backend, login.result, login.message);
}
