/** One entry of a listing, as pages.c writes it. */
import { FIRST_MODIFIED } from '../share.ts';

/** Seconds by which the server's wall clock differs from UTC. */
const ZONE_OFFSET = -18_000;
const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];

export interface Entry {
  readonly name: string;
  /** Undefined for a folder. */
  readonly index: number | undefined;
}

export function fileCloudEntry(parent: string, { name, index }: Entry, size: number): string {
  const folder = index === undefined;
  const utc = FIRST_MODIFIED + (index ?? 0);
  const wall = new Date((utc + ZONE_OFFSET) * 1000);
  const hour = wall.getUTCHours();
  const minute = String(wall.getUTCMinutes()).padStart(2, '0');
  const modified = `${MONTHS[wall.getUTCMonth()]} ${wall.getUTCDate()}, ${wall.getUTCFullYear()} ${((hour + 11) % 12) + 1}:${minute} ${hour < 12 ? 'AM' : 'PM'}`;
  const readable = folder ? '' : size < 1024 ? `${size} B` : `${Math.floor(size / 1024)} KB`;
  return `<entry><path>${parent}/${name}</path><dirpath>${parent}/</dirpath><name>${name}</name><ext>${folder ? '' : 'bin'}</ext><fullsize>${folder ? 0 : size}</fullsize><modified>${modified}</modified><type>${folder ? 'dir' : 'file'}</type><fullfilename>${parent}/${name}</fullfilename><size>${readable}</size><modifiedepoch>${utc + ZONE_OFFSET}</modifiedepoch><modifiedepochutc>${utc}</modifiedepochutc><modifiediso>${wall.toISOString().slice(0, 19)}+0000</modifiediso><isroot>0</isroot><isshareable>1</isshareable><issyncable>0</issyncable><isshared></isshared><canrename>1</canrename><showprev>${folder ? 0 : 1}</showprev><canfavorite>1</canfavorite><canupload>1</canupload><candownload>1</candownload><favoritelistid></favoritelistid><favoriteid></favoriteid><order>0</order><locked>0</locked></entry>`;
}

export function webDavEntry(parent: string, { name, index }: Entry, size: number): string {
  const date = new Date((FIRST_MODIFIED + (index ?? 0)) * 1000).toUTCString();
  const kind =
    index === undefined
      ? '<D:resourcetype><D:collection/></D:resourcetype>'
      : `<D:getcontentlength>${size}</D:getcontentlength><D:resourcetype/>`;
  const href = `/dav${parent}${name === '' ? '' : '/'}${name}${index === undefined ? '/' : ''}`;
  return `<D:response><D:href>${href}</D:href><D:propstat><D:prop><D:getlastmodified>${date}</D:getlastmodified>${kind}</D:prop><D:status>HTTP/1.1 200 OK</D:status></D:propstat></D:response>`;
}
