/* From a request to its answer: what FileCloud, a WebDAV server and a plain file server would say. */
#ifndef ANSWER_H
#define ANSWER_H
#include "pages.h"

typedef struct {
  const char *method, *target; /* terminated */
  char *body;                  /* terminated; may be changed */
  const char *range;           /* the Range header's value or NULL */
} Request;

/* Sent in this order: head, then either `body` or `size` bytes of the block from `offset` on. */
typedef struct {
  char head[512];
  size_t head_length;
  const char *body;
  size_t body_length;
  char *owned; /* to be freed, or NULL */
  long offset, size;
} Answer;

typedef struct {
  long listings, files, batches, others;
} Counts;
extern Counts counts;

/* Computes the checksums that batches need, so that no client waits for them. */
void answers_prepare(void);
void answer(const Request *request, Answer *out);

#endif
