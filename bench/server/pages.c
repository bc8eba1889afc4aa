#include "pages.h"
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#define SLOTS (1L << 18)
#define PAGE 1000

typedef struct {
  uint64_t key; /* 0: free */
  Text text;
} Slot;
static Slot slots[SLOTS];

void append(Buffer *buffer, const void *bytes, size_t length) {
  if (buffer->length + length > buffer->room) {
    buffer->room = (buffer->length + length) * 2;
    buffer->bytes = realloc(buffer->bytes, buffer->room);
    if (buffer->bytes == NULL) { perror("realloc"); exit(1); }
  }
  memcpy(buffer->bytes + buffer->length, bytes, length);
  buffer->length += length;
}

void appendf(Buffer *buffer, const char *format, ...) {
  char text[2048];
  va_list values;
  va_start(values, format);
  int length = vsnprintf(text, sizeof text, format, values);
  va_end(values);
  append(buffer, text, (size_t)length);
}

/*
 * The order of the fields and their values are those of a listing of FileCloud Online (2024), without the ten that only newer servers send:
 * 25 fields, about 800 bytes an entry.
 */
static void filecloud_entry(Buffer *out, const char *parent, const Entry *entry) {
  static const char *const months[] = {"Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
  time_t utc = FIRST_MODIFIED + entry->index;
  time_t local = utc + ZONE_OFFSET;
  struct tm wall;
  gmtime_r(&local, &wall);
  char size[32] = "";
  if (!entry->folder) snprintf(size, sizeof size, shape.size < 1024 ? "%ld B" : "%ld KB", shape.size < 1024 ? shape.size : shape.size / 1024);
  appendf(out,
    "<entry><path>%s/%s</path><dirpath>%s/</dirpath><name>%s</name><ext>%s</ext><fullsize>%ld</fullsize>"
    "<modified>%s %d, %d %d:%02d %s</modified><type>%s</type><fullfilename>%s/%s</fullfilename><size>%s</size>"
    "<modifiedepoch>%ld</modifiedepoch><modifiedepochutc>%ld</modifiedepochutc>"
    "<modifiediso>%d-%02d-%02dT%02d:%02d:%02d+0000</modifiediso>",
    parent, entry->name, parent, entry->name, entry->folder ? "" : "bin", entry->folder ? 0 : shape.size,
    months[wall.tm_mon], wall.tm_mday, wall.tm_year + 1900, (wall.tm_hour + 11) % 12 + 1, wall.tm_min, wall.tm_hour < 12 ? "AM" : "PM",
    entry->folder ? "dir" : "file", parent, entry->name, size, (long)local, (long)utc,
    wall.tm_year + 1900, wall.tm_mon + 1, wall.tm_mday, wall.tm_hour, wall.tm_min, wall.tm_sec);
  appendf(out,
    "<isroot>0</isroot><isshareable>1</isshareable><issyncable>0</issyncable><isshared></isshared><canrename>1</canrename>"
    "<showprev>%d</showprev><canfavorite>1</canfavorite><canupload>1</canupload><candownload>1</candownload>"
    "<favoritelistid></favoritelistid><favoriteid></favoriteid><order>0</order><locked>0</locked></entry>",
    entry->folder ? 0 : 1);
}

static void webdav_response(Buffer *out, const char *parent, const char *name, bool folder, long index) {
  time_t utc = FIRST_MODIFIED + index;
  struct tm wall;
  char date[40];
  gmtime_r(&utc, &wall);
  strftime(date, sizeof date, "%a, %d %b %Y %H:%M:%S GMT", &wall);
  appendf(out, "<D:response><D:href>/dav%s%s%s%s</D:href><D:propstat><D:prop><D:getlastmodified>%s</D:getlastmodified>", parent,
    *name ? "/" : "", name, folder ? "/" : "", date);
  if (folder) appendf(out, "<D:resourcetype><D:collection/></D:resourcetype>");
  else appendf(out, "<D:getcontentlength>%ld</D:getcontentlength><D:resourcetype/>", shape.size);
  appendf(out, "</D:prop><D:status>HTTP/1.1 200 OK</D:status></D:propstat></D:response>");
}

static Text render(Dialect dialect, Folder folder, long start, long end) {
  Buffer out = {0};
  char path[256];
  Entry entry;
  folder_path(folder, path, sizeof path);
  if (dialect == WEBDAV) {
    appendf(&out, "<?xml version=\"1.0\" encoding=\"utf-8\"?><D:multistatus xmlns:D=\"DAV:\">");
    webdav_response(&out, path, "", true, 0);
  } else {
    appendf(&out,
      "<entries><meta><parentpath>/SHARED</parentpath><total>%ld</total><realpath>%s</realpath><canupload>1</canupload>"
      "<isshareable>1</isshareable><candownload>1</candownload><cansetacls>0</cansetacls><showshareoption>0</showshareoption>"
      "<teamfolder>0</teamfolder><result>1</result><message></message><defaultfile></defaultfile><showzipfolders>0</showzipfolders>"
      "<aboutfile></aboutfile></meta>", folder_entries(folder), path);
  }
  for (long position = start; position < end; position++) {
    folder_entry(folder, position, &entry);
    if (dialect == WEBDAV) webdav_response(&out, path, entry.name, entry.folder, entry.index);
    else filecloud_entry(&out, path, &entry);
  }
  appendf(&out, dialect == WEBDAV ? "</D:multistatus>" : "</entries>");
  /* Kept for good: give back what growing took too much. */
  char *exact = realloc(out.bytes, out.length);
  return (Text){exact != NULL ? exact : out.bytes, out.length};
}

Text page(Dialect dialect, Folder folder, long start, long limit) {
  long count = folder_entries(folder);
  if (start < 0) start = 0;
  if (start > count) start = count;
  long end = limit < 0 || limit > count - start ? count : start + limit;
  uint64_t key = (((((uint64_t)folder.index * 3 + folder.level) * 2 + dialect) << 20 | (uint64_t)start) << 20 | (uint64_t)end) + 1;
  uint64_t slot = key * 0x9E3779B97F4A7C15ull >> 46;
  while (slots[slot].key != 0 && slots[slot].key != key) slot = (slot + 1) % SLOTS;
  if (slots[slot].key == 0) slots[slot] = (Slot){key, render(dialect, folder, start, end)};
  return slots[slot].text;
}

static void prepare(Folder folder) {
  long entries = folder_entries(folder);
  for (long start = 0; start == 0 || start < entries; start += PAGE) page(FILECLOUD, folder, start, PAGE);
  /* Whose pages overlap by one entry. */
  for (long start = PAGE - 1; start < entries - 1; start += PAGE - 1) page(FILECLOUD, folder, start, PAGE);
  /* No peer that speaks WebDAV is asked to list a million. */
  if (shape.folders * shape.files <= 200000) page(WEBDAV, folder, 0, -1);
}

void pages_prepare(void) {
  prepare((Folder){ROOT, 0});
  for (long group = 0; group < share_groups(); group++) prepare((Folder){GROUP, group});
  for (long folder = 0; folder < shape.folders; folder++) prepare((Folder){FOLDER, folder});
}
