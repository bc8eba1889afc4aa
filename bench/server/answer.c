#include "answer.h"
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

Counts counts;

static int hex(char digit) {
  return digit <= '9' ? digit - '0' : (digit | 32) - 'a' + 10;
}

static void decode(char *text, bool form) {
  char *out = text;
  for (; *text; text++) {
    if (*text == '%' && text[1] && text[2]) {
      *out++ = (char)(hex(text[1]) << 4 | hex(text[2]));
      text += 2;
    } else {
      *out++ = form && *text == '+' ? ' ' : *text;
    }
  }
  *out = '\0';
}

/* Names and values of a query or a form, split and decoded in place. */
typedef struct {
  char *names[1200], *values[1200];
  int count;
} Parameters;

static void read_parameters(char *text, Parameters *out) {
  char *rest, *pair;
  for (pair = strtok_r(text, "&", &rest); pair != NULL && out->count < 1200; pair = strtok_r(NULL, "&", &rest)) {
    char *value = strchr(pair, '=');
    if (value != NULL) *value++ = '\0';
    else value = pair + strlen(pair);
    decode(value, true);
    out->names[out->count] = pair;
    out->values[out->count++] = value;
  }
}

static const char *parameter(const Parameters *parameters, const char *name) {
  for (int index = 0; index < parameters->count; index++) {
    if (strcmp(parameters->names[index], name) == 0) return parameters->values[index];
  }
  return "";
}

static void head(Answer *out, const char *status, const char *type, long length, const char *extra) {
  out->head_length = (size_t)snprintf(out->head, sizeof out->head,
    "HTTP/1.1 %s\r\nServer: Apache\r\nContent-Type: %s\r\nContent-Length: %ld\r\n%s\r\n", status, type, length, extra);
}

static void text(Answer *out, const char *status, const char *body, const char *extra) {
  counts.others++;
  out->body = body;
  out->body_length = strlen(body);
  head(out, status, "text/xml", (long)out->body_length, extra);
}

static void send_page(Answer *out, Dialect dialect, Folder folder, long start, long limit) {
  Text listing = page(dialect, folder, start, limit);
  counts.listings++;
  out->body = listing.bytes;
  out->body_length = listing.length;
  head(out, dialect == WEBDAV ? "207 Multi-Status" : "200 OK", "text/xml", (long)listing.length, "");
}

static void send_file(Answer *out, long index, const char *range) {
  long first = 0, last = shape.size - 1;
  char extra[128] = "Accept-Ranges: bytes\r\n";
  bool part = range != NULL && sscanf(range, " bytes=%ld-%ld", &first, &last) >= 1 && first < shape.size;
  if (!part) first = 0;
  if (!part || last >= shape.size) last = shape.size - 1;
  counts.files++;
  out->offset = share_offset(index) + first;
  out->size = last - first + 1;
  if (part) snprintf(extra, sizeof extra, "Content-Range: bytes %ld-%ld/%ld\r\n", first, last, shape.size);
  head(out, part ? "206 Partial Content" : "200 OK", "application/octet-stream", out->size, extra);
}

static uint32_t checksum(const unsigned char *bytes, long length) {
  static uint32_t table[256];
  uint32_t sum = 0xFFFFFFFFu;
  if (table[1] == 0) {
    for (uint32_t byte = 0; byte < 256; byte++) {
      uint32_t value = byte;
      for (int bit = 0; bit < 8; bit++) value = value >> 1 ^ (value & 1 ? 0xEDB88320u : 0);
      table[byte] = value;
    }
  }
  while (length-- > 0) sum = sum >> 8 ^ table[(sum ^ *bytes++) & 0xFF];
  return ~sum;
}

static void little(unsigned char *at, uint32_t value, int bytes) {
  for (; bytes > 0; bytes--, value >>= 8) *at++ = (unsigned char)value;
}

/* What a ZIP says of a member both before it and in its directory: 26 bytes from "version needed" on. */
static void member(unsigned char *at, uint32_t sum, size_t name) {
  memset(at, 0, 26);
  little(at, 20, 2);
  little(at + 8, 0x21, 2); /* 1 January 1980 */
  little(at + 10, sum, 4);
  little(at + 14, (uint32_t)shape.size, 4);
  little(at + 18, (uint32_t)shape.size, 4);
  little(at + 22, (uint32_t)name, 2);
}

static uint32_t *sums;

void answers_prepare(void) {
  long files = (shape.folders > 0 ? shape.folders : 1) * shape.files;
  sums = calloc((size_t)files, sizeof *sums);
  if (sums == NULL) { perror("calloc"); exit(1); }
  /* Only what somebody may ask for in batches; nobody does for a million files that are there already. */
  if (files * shape.size > 256L * 1024 * 1024) return;
  for (long index = 0; index < files; index++) sums[index] = checksum(block + share_offset(index), shape.size);
}

/* A ZIP without compression. Names that are not there are left out; nothing at all where none is. */
static void send_batch(Answer *out, const Parameters *parameters) {
  const char *folder = parameter(parameters, "filepath");
  Buffer zip = {0}, directory = {0};
  int members = 0;
  counts.batches++;
  for (int at = 0; at < parameters->count; at++) {
    char path[512];
    long index;
    const char *name = parameters->values[at];
    if (strncmp(parameters->names[at], "fn", 2) != 0) continue;
    snprintf(path, sizeof path, "%s%s%s", folder, folder[0] && folder[strlen(folder) - 1] == '/' ? "" : "/", name);
    if (!share_file(path, &index) || shape.size > BLOCK / 2) continue;
    const unsigned char *bytes = block + share_offset(index);
    if (sums[index] == 0) sums[index] = checksum(bytes, shape.size);
    unsigned char local[30], central[46] = {0};
    little(local, 0x04034b50, 4);
    member(local + 4, sums[index], strlen(name));
    little(central, 0x02014b50, 4);
    little(central + 4, 0x031E, 2);
    member(central + 6, sums[index], strlen(name));
    little(central + 42, (uint32_t)zip.length, 4);
    append(&zip, local, sizeof local);
    append(&zip, name, strlen(name));
    append(&zip, bytes, (size_t)shape.size);
    append(&directory, central, sizeof central);
    append(&directory, name, strlen(name));
    members++;
  }
  if (members > 0) {
    unsigned char end[22] = {0};
    little(end, 0x06054b50, 4);
    little(end + 8, (uint32_t)members, 2);
    little(end + 10, (uint32_t)members, 2);
    little(end + 12, (uint32_t)directory.length, 4);
    little(end + 16, (uint32_t)zip.length, 4);
    append(&zip, directory.bytes, directory.length);
    append(&zip, end, sizeof end);
  }
  free(directory.bytes);
  out->body = out->owned = zip.bytes;
  out->body_length = zip.length;
  head(out, "200 OK", "application/zip", (long)zip.length, "");
}

static void filecloud(const char *operation, const Parameters *parameters, const Request *request, Answer *out) {
  Folder folder;
  long index;
  if (strcmp(operation, "getfilelist") == 0) {
    const char *limit = parameter(parameters, "limit");
    if (share_folder(parameter(parameters, "path"), &folder)) {
      send_page(out, FILECLOUD, folder, atol(parameter(parameters, "start")), *limit ? atol(limit) : 10);
    } else {
      text(out, "200 OK", "<entries><meta><total>0</total><result>0</result><message>No such folder</message></meta></entries>", "");
    }
  } else if (strcmp(operation, "downloadfile") == 0) {
    if (share_file(parameter(parameters, "filepath"), &index)) send_file(out, index, request->range);
    else text(out, "200 OK", "<commands><command><type>downloadfile</type><result>0</result><message>No such file</message></command></commands>", "");
  } else if (strcmp(operation, "downloadfilemulti") == 0) {
    send_batch(out, parameters);
  } else if (strcmp(operation, "loginguest") == 0) {
    text(out, "200 OK", "<commands><command><type>loginguest</type><result>1</result><message></message></command></commands>",
      "Set-Cookie: X-XSRF-TOKEN=k3v9m2q8x1c7z5b4n6a0; path=/\r\nSet-Cookie: tonido-login-user=bench; path=/; HttpOnly\r\n"
      "Set-Cookie: tonido-login-hash=0123456789abcdef0123456789abcdef01234567; path=/; HttpOnly\r\n");
  } else if (strcmp(operation, "getauthenticationinfo") == 0) {
    text(out, "200 OK", "<authenticationinfo><info><profile>bench</profile><displayname>bench</displayname><peerid>bench</peerid>"
      "<authenticated>1</authenticated><OS>TONIDO_CLOUD</OS><authtype>DEFAULT</authtype></info></authenticationinfo>", "");
  } else if (strcmp(operation, "locksession") == 0) {
    text(out, "200 OK", "<commands><command><type>locksession</type><result>1</result><message></message></command></commands>", "");
  } else {
    text(out, "404 Not Found", "", "");
  }
}

void answer(const Request *request, Answer *out) {
  static Parameters parameters;
  char path[2048];
  char *query = strchr(request->target, '?');
  size_t length = query != NULL ? (size_t)(query - request->target) : strlen(request->target);
  Folder folder;
  long index;
  memset(out, 0, sizeof *out);
  if (length >= sizeof path) { text(out, "414 URI Too Long", "", ""); return; }
  memcpy(path, request->target, length);
  path[length] = '\0';
  decode(path, false);
  if (strncmp(path, "/core/", 6) == 0) {
    parameters.count = 0;
    if (query != NULL) read_parameters(query + 1, &parameters);
    read_parameters(request->body, &parameters);
    filecloud(path + 6, &parameters, request, out);
  } else if (strncmp(path, "/dav", 4) == 0 && strcmp(request->method, "PROPFIND") == 0 && share_folder(path + 4, &folder)) {
    send_page(out, WEBDAV, folder, 0, -1);
  } else if (strncmp(path, "/dav", 4) == 0 && share_file(path + 4, &index)) {
    send_file(out, index, request->range);
  } else {
    text(out, "404 Not Found", "", "");
  }
}
