import { FOLDER, scene, signal } from './scene.ts';

export const page = (entries: string, meta = '<total>1</total><result>1</result>') =>
  `<entries><meta>${meta}</meta>${entries}</entries>`;
export const entry = (name: string, more = '') =>
  `<entry><path>${FOLDER}/${name}</path><name>${name}</name><type>file</type><fullsize>3</fullsize><modifiedepochutc>1721417577</modifiedepochutc>${more}</entry>`;

/** What comes of a listing whose answer has this body. */
export async function answered(body: string | Uint8Array, contentType = 'text/xml') {
  const at = await scene({ folders: [FOLDER] });
  at.sandbox.inject({ match: { op: 'getfilelist' }, times: Number.POSITIVE_INFINITY, fault: { body, contentType } });
  return { ...at, list: () => at.cloud.list(FOLDER, signal) };
}
