#include "share.h"
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

Shape shape = {500, 20, 4096};
unsigned char *block;
int block_file;

void share_open(void) {
  block_file = memfd_create("block", 0);
  if (block_file < 0 || ftruncate(block_file, BLOCK) != 0) { perror("memfd_create"); exit(1); }
  block = mmap(NULL, BLOCK, PROT_READ | PROT_WRITE, MAP_SHARED, block_file, 0);
  if (block == MAP_FAILED) { perror("mmap"); exit(1); }
  /* xorshift32: bytes that do not compress and that bench/share.ts can compute as well. */
  uint32_t state = 2463534242u;
  uint32_t *words = (uint32_t *)block;
  for (long word = 0; word < BLOCK / 4; word++) {
    state ^= state << 13;
    state ^= state >> 17;
    state ^= state << 5;
    words[word] = state;
  }
}

long share_offset(long index) { return index * 4099 % (BLOCK / 2); }

long share_groups(void) { return (shape.folders + GROUP_SIZE - 1) / GROUP_SIZE; }

bool share_folder(const char *path, Folder *folder) {
  size_t root = strlen(ROOT_PATH);
  if (strncmp(path, ROOT_PATH, root) != 0) return false;
  const char *rest = path + root;
  long group, index;
  int end = 0;
  if (*rest == '\0' || strcmp(rest, "/") == 0) { *folder = (Folder){ROOT, 0}; return true; }
  if (sscanf(rest, "/group-%ld/folder-%ld%n", &group, &index, &end) == 2 && (rest[end] == '\0' || strcmp(rest + end, "/") == 0)) {
    *folder = (Folder){FOLDER, index};
    return index >= 0 && index < shape.folders && index / GROUP_SIZE == group;
  }
  end = 0;
  if (sscanf(rest, "/group-%ld%n", &group, &end) == 1 && (rest[end] == '\0' || strcmp(rest + end, "/") == 0)) {
    *folder = (Folder){GROUP, group};
    return group >= 0 && group < share_groups();
  }
  return false;
}

bool share_file(const char *path, long *index) {
  const char *slash = strrchr(path, '/');
  char parent[256];
  Folder folder;
  long position;
  int end = 0;
  if (slash == NULL || (size_t)(slash - path) >= sizeof parent) return false;
  memcpy(parent, path, (size_t)(slash - path));
  parent[slash - path] = '\0';
  if (!share_folder(parent, &folder) || folder.level != (shape.folders > 0 ? FOLDER : ROOT)) return false;
  if (sscanf(slash, "/document-%ld.bin%n", &position, &end) != 1 || slash[end] != '\0') return false;
  *index = folder.index * shape.files + position;
  return position >= 0 && position < shape.files;
}

long folder_entries(Folder folder) {
  if (shape.folders == 0 || folder.level == FOLDER) return shape.files;
  if (folder.level == ROOT) return share_groups();
  long left = shape.folders - folder.index * GROUP_SIZE;
  return left < GROUP_SIZE ? left : GROUP_SIZE;
}

void folder_path(Folder folder, char *path, size_t room) {
  if (folder.level == ROOT) snprintf(path, room, ROOT_PATH);
  else if (folder.level == GROUP) snprintf(path, room, ROOT_PATH "/group-%03ld", folder.index);
  else snprintf(path, room, ROOT_PATH "/group-%03ld/folder-%05ld", folder.index / GROUP_SIZE, folder.index);
}

void folder_entry(Folder folder, long position, Entry *entry) {
  entry->folder = shape.folders > 0 && folder.level != FOLDER;
  entry->index = 0;
  if (!entry->folder) {
    entry->index = folder.index * shape.files + position;
    snprintf(entry->name, sizeof entry->name, "document-%06ld.bin", position);
  } else if (folder.level == ROOT) {
    snprintf(entry->name, sizeof entry->name, "group-%03ld", position);
  } else {
    snprintf(entry->name, sizeof entry->name, "folder-%05ld", folder.index * GROUP_SIZE + position);
  }
}
