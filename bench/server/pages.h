/* Listings, rendered once and kept. */
#ifndef PAGES_H
#define PAGES_H
#include "share.h"

typedef struct {
  char *bytes;
  size_t length;
} Text;

typedef enum { FILECLOUD, WEBDAV } Dialect;

/* Room to write into; grows. */
typedef struct {
  char *bytes;
  size_t length, room;
} Buffer;
void append(Buffer *buffer, const void *bytes, size_t length);
void appendf(Buffer *buffer, const char *format, ...) __attribute__((format(printf, 2, 3)));

/* The entries from `start` up to `start + limit` (all with -1). The text belongs to the store. */
Text page(Dialect dialect, Folder folder, long start, long limit);
/* Renders every page of 1,000 entries, so that no client pays for it. */
void pages_prepare(void);

#endif
