/* The share that is served: computed, not stored. bench/share.ts describes the same one and must agree with it. */
#ifndef SHARE_H
#define SHARE_H
#include <stdbool.h>
#include <stddef.h>

#define BLOCK (16L * 1024 * 1024)
#define ROOT_PATH "/SHARED/bench"
#define GROUP_SIZE 100
#define FIRST_MODIFIED 1700000000L
/* As on the server whose answers were published: its wall clock is five hours behind UTC. */
#define ZONE_OFFSET (-18000L)

typedef struct {
  long folders; /* 0: all files lie in the root */
  long files;   /* in each folder */
  long size;    /* bytes of each file */
} Shape;

typedef enum { ROOT, GROUP, FOLDER } Level;
typedef struct {
  Level level;
  long index;
} Folder;

/* Of a folder's entries one is described at a time. `index` is the file's number in the whole share. */
typedef struct {
  char name[32];
  bool folder;
  long index;
} Entry;

extern Shape shape;

void share_open(void);
/* A file's bytes are those of the block from `share_offset(index)` on, beginning again at its end. */
extern unsigned char *block;
extern int block_file;
long share_offset(long index);

bool share_folder(const char *path, Folder *folder);
bool share_file(const char *path, long *index);
long share_groups(void);
long folder_entries(Folder folder);
void folder_path(Folder folder, char *path, size_t room);
void folder_entry(Folder folder, long position, Entry *entry);

#endif
