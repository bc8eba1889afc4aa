/*
 * The server that every contestant is measured against: one thread, epoll, everything in memory, so that it is never what is measured.
 *
 *   server --folders N --files N --size BYTES [--latency MS]
 *
 * Prints `{"port":…}` once it listens. On standard input, each line asks for a line of JSON: what was served since the last one, and when
 * (seconds since 1970) the first of it was asked for. It ends with its standard input, so it never outlives who started it.
 */
#include "answer.h"
#include <errno.h>
#include <fcntl.h>
#include <getopt.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/sendfile.h>
#include <sys/socket.h>
#include <sys/timerfd.h>
#include <sys/uio.h>
#include <time.h>
#include <unistd.h>

#define INPUT (256 * 1024)

typedef struct Connection {
  int socket;
  bool used, waiting, sending, watching_output;
  double due;
  struct Connection *before, *after; /* of those that wait, in the order of their time */
  size_t filled, sent;
  Answer answer;
  char input[INPUT + 1];
} Connection;

static int poll_file, listener, timer;
static double latency, first_request;
static Connection queue = {.before = &queue, .after = &queue};

static double now(clockid_t clock) {
  struct timespec time;
  clock_gettime(clock, &time);
  return (double)time.tv_sec + (double)time.tv_nsec / 1e9;
}

static void watch(int file, uint32_t events, void *owner, int operation) {
  struct epoll_event event = {.events = events, .data.ptr = owner};
  epoll_ctl(poll_file, operation, file, &event);
}

static void arm(void) {
  struct itimerspec time = {0};
  if (queue.after != &queue) {
    time.it_value.tv_sec = (time_t)queue.after->due;
    time.it_value.tv_nsec = (long)((queue.after->due - (double)time.it_value.tv_sec) * 1e9);
  }
  timerfd_settime(timer, TFD_TIMER_ABSTIME, &time, NULL);
}

static void leave_queue(Connection *connection) {
  connection->before->after = connection->after;
  connection->after->before = connection->before;
  connection->waiting = false;
}

static void wait_in_queue(Connection *connection) {
  /* A connection's first request also pays for the connection: one more turn of the way. */
  connection->due = now(CLOCK_MONOTONIC) + (connection->used ? latency : 2 * latency);
  Connection *place = queue.before;
  while (place != &queue && place->due > connection->due) place = place->before;
  connection->before = place;
  connection->after = place->after;
  place->after->before = connection;
  place->after = connection;
  connection->waiting = true;
  if (queue.after == connection) arm();
}

static void hang_up(Connection *connection) {
  if (connection->waiting) leave_queue(connection);
  close(connection->socket);
  free(connection->answer.owned);
  free(connection);
}

/* 1: all sent, 0: the socket is full, -1: the other side is gone. */
static int send_more(Connection *connection) {
  Answer *answer = &connection->answer;
  long small = answer->size > 0 && answer->size <= 65536 ? answer->size : 0;
  const char *body = small > 0 ? (const char *)block + answer->offset % BLOCK : answer->body;
  if (small > 0 && answer->offset % BLOCK + small > BLOCK) small = 0;
  size_t body_length = answer->size > 0 ? (size_t)small : answer->body_length;
  size_t total = answer->head_length + (answer->size > 0 ? (size_t)answer->size : answer->body_length);
  while (connection->sent < total) {
    ssize_t written;
    if (connection->sent < answer->head_length + body_length) {
      struct iovec parts[2];
      int count = 0;
      if (connection->sent < answer->head_length) {
        parts[count++] = (struct iovec){answer->head + connection->sent, answer->head_length - connection->sent};
      }
      size_t from = connection->sent > answer->head_length ? connection->sent - answer->head_length : 0;
      if (from < body_length) parts[count++] = (struct iovec){(char *)body + from, body_length - from};
      written = writev(connection->socket, parts, count);
    } else {
      off_t offset = (answer->offset + (long)(connection->sent - answer->head_length)) % BLOCK;
      size_t left = total - connection->sent;
      written = sendfile(connection->socket, block_file, &offset, left < (size_t)(BLOCK - offset) ? left : (size_t)(BLOCK - offset));
    }
    if (written < 0) return errno == EAGAIN ? 0 : -1;
    connection->sent += (size_t)written;
  }
  return 1;
}

/* The length of the whole request at the start of the input, or 0 if more of it has to come. */
static size_t whole_request(const Connection *connection, size_t *head) {
  const char *end = memmem(connection->input, connection->filled, "\r\n\r\n", 4);
  if (end == NULL) return 0;
  *head = (size_t)(end - connection->input) + 4;
  const char *length = strcasestr(connection->input, "\r\ncontent-length:");
  size_t whole = *head + (length != NULL && length < end ? (size_t)atol(length + 17) : 0);
  return whole <= connection->filled ? whole : 0;
}

static void read_request(Connection *connection, size_t head, size_t whole) {
  static char body[INPUT + 1];
  char *input = connection->input;
  memcpy(body, input + head, whole - head);
  body[whole - head] = '\0';
  input[head - 1] = '\0';
  char *line_end = strstr(input, "\r\n");
  const char *range = line_end != NULL ? strcasestr(line_end, "\r\nrange:") : NULL;
  if (line_end != NULL) *line_end = '\0';
  char *target = strchr(input, ' ');
  if (target != NULL) {
    *target++ = '\0';
    char *version = strchr(target, ' ');
    if (version != NULL) *version = '\0';
  }
  answer(&(Request){input, target != NULL ? target : "/", body, range != NULL ? range + 8 : NULL}, &connection->answer);
  memmove(input, input + whole, connection->filled - whole);
  connection->filled -= whole;
  input[connection->filled] = '\0';
}

/* Takes a connection as far as it goes without waiting. False: it has ended. */
static bool go_on(Connection *connection, bool due) {
  size_t head, whole;
  while (true) {
    if (!connection->sending) {
      if (connection->waiting) return true;
      whole = whole_request(connection, &head);
      if (whole == 0) return connection->filled < INPUT;
      if (first_request == 0) first_request = now(CLOCK_REALTIME);
      if (latency > 0 && !due) { wait_in_queue(connection); return true; }
      due = false;
      connection->used = true;
      connection->sending = true;
      connection->sent = 0;
      read_request(connection, head, whole);
    }
    int state = send_more(connection);
    if (state < 0) return false;
    if ((state == 0) != connection->watching_output) {
      connection->watching_output = state == 0;
      watch(connection->socket, EPOLLIN | (state == 0 ? EPOLLOUT : 0), connection, EPOLL_CTL_MOD);
    }
    if (state == 0) return true;
    free(connection->answer.owned);
    connection->answer.owned = NULL;
    connection->sending = false;
  }
}

static void accept_all(void) {
  int one = 1, socket;
  while ((socket = accept4(listener, NULL, NULL, SOCK_NONBLOCK)) >= 0) {
    Connection *connection = malloc(sizeof *connection);
    if (connection == NULL) { close(socket); return; }
    memset(connection, 0, offsetof(Connection, input) + 1);
    connection->socket = socket;
    setsockopt(socket, IPPROTO_TCP, TCP_NODELAY, &one, sizeof one);
    watch(socket, EPOLLIN, connection, EPOLL_CTL_ADD);
  }
}

static void receive(Connection *connection) {
  ssize_t count = read(connection->socket, connection->input + connection->filled, INPUT - connection->filled);
  if (count < 0 && errno == EAGAIN) return;
  if (count > 0) {
    connection->filled += (size_t)count;
    connection->input[connection->filled] = '\0';
    if (go_on(connection, false)) return;
  }
  hang_up(connection);
}

static void answer_due(void) {
  uint64_t times;
  if (read(timer, &times, sizeof times) < 0) return;
  while (queue.after != &queue && queue.after->due <= now(CLOCK_MONOTONIC)) {
    Connection *connection = queue.after;
    leave_queue(connection);
    /* Not freed here: an event of its own may still be at hand. It ends with that, or the next one. */
    if (!go_on(connection, true)) shutdown(connection->socket, SHUT_RDWR);
  }
  arm();
}

static void report(void) {
  char line[256];
  if (read(STDIN_FILENO, line, sizeof line) <= 0) exit(0);
  printf("{\"listings\":%ld,\"files\":%ld,\"batches\":%ld,\"others\":%ld,\"first\":%.6f}\n", counts.listings, counts.files, counts.batches,
    counts.others, first_request);
  fflush(stdout);
  memset(&counts, 0, sizeof counts);
  first_request = 0;
}

static void read_options(int count, char **values) {
  static const struct option names[] = {{"folders", 1, NULL, 'd'}, {"files", 1, NULL, 'f'}, {"size", 1, NULL, 's'}, {"latency", 1, NULL, 'l'}, {0}};
  int option;
  while ((option = getopt_long(count, values, "", names, NULL)) != -1) {
    if (option == 'd') shape.folders = atol(optarg);
    else if (option == 'f') shape.files = atol(optarg);
    else if (option == 's') shape.size = atol(optarg);
    else if (option == 'l') latency = atof(optarg) / 1000;
    else exit(2);
  }
}

int main(int count, char **values) {
  struct sockaddr_in address = {.sin_family = AF_INET, .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
  socklen_t length = sizeof address;
  struct epoll_event events[256];
  read_options(count, values);
  signal(SIGPIPE, SIG_IGN);
  share_open();
  pages_prepare();
  answers_prepare();
  listener = socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK, 0);
  if (bind(listener, (struct sockaddr *)&address, sizeof address) != 0 || listen(listener, 1024) != 0) { perror("listen"); return 1; }
  getsockname(listener, (struct sockaddr *)&address, &length);
  timer = timerfd_create(CLOCK_MONOTONIC, TFD_NONBLOCK);
  poll_file = epoll_create1(0);
  watch(listener, EPOLLIN, &listener, EPOLL_CTL_ADD);
  watch(timer, EPOLLIN, &timer, EPOLL_CTL_ADD);
  watch(STDIN_FILENO, EPOLLIN, &counts, EPOLL_CTL_ADD);
  printf("{\"port\":%d}\n", ntohs(address.sin_port));
  fflush(stdout);
  while (true) {
    int ready = epoll_wait(poll_file, events, 256, -1);
    for (int index = 0; index < ready; index++) {
      void *owner = events[index].data.ptr;
      if (owner == &listener) accept_all();
      else if (owner == &timer) answer_due();
      else if (owner == &counts) report();
      else if (events[index].events & EPOLLIN) receive(owner);
      else if (events[index].events & (EPOLLERR | EPOLLHUP)) hang_up(owner);
      else if (!go_on(owner, false)) hang_up(owner);
    }
  }
}
