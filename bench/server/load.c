/*
 * Asks for as much as a server gives: how fast it is when no contestant's own work is in the way.
 *
 *   load PORT CONNECTIONS < TARGETS
 *
 * Reads one target a line, GETs each once over kept connections and throws the bodies away. Prints seconds, requests and bytes as JSON.
 */
#include <netinet/in.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

typedef struct {
  int socket;
  long left; /* bytes of the body still to come; -1: the head has not come yet */
} Connection;

static char **targets;
static long target_count, asked, answered, bytes;

static double seconds(void) {
  struct timespec time;
  clock_gettime(CLOCK_MONOTONIC, &time);
  return (double)time.tv_sec + (double)time.tv_nsec / 1e9;
}

static void ask(Connection *connection) {
  char request[4096];
  connection->left = -1;
  if (asked == target_count) return;
  int length = snprintf(request, sizeof request, "GET %s HTTP/1.1\r\nHost: localhost\r\n\r\n", targets[asked++]);
  if (write(connection->socket, request, (size_t)length) != length) { perror("write"); exit(1); }
}

static void take(Connection *connection) {
  static char buffer[1 << 20];
  ssize_t count = read(connection->socket, buffer, sizeof buffer - 1);
  if (count <= 0) { fprintf(stderr, "The server hung up.\n"); exit(1); }
  bytes += count;
  if (connection->left < 0) {
    buffer[count] = '\0';
    char *end = strstr(buffer, "\r\n\r\n"), *length = strstr(buffer, "Content-Length: ");
    if (end == NULL || length == NULL || strncmp(buffer, "HTTP/1.1 20", 11) != 0) { fprintf(stderr, "No good answer: %.60s\n", buffer); exit(1); }
    connection->left = atol(length + 16) + (end + 4 - buffer);
  }
  connection->left -= count;
  if (connection->left == 0) {
    answered++;
    ask(connection);
  }
}

int main(int count, char **values) {
  static Connection connections[1024];
  struct sockaddr_in address = {.sin_family = AF_INET, .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
  struct epoll_event event = {.events = EPOLLIN}, events[1024];
  char line[4096];
  if (count != 3) return 2;
  address.sin_port = htons((unsigned short)atoi(values[1]));
  int wanted = atoi(values[2]), poll_file = epoll_create1(0);
  while (fgets(line, sizeof line, stdin) != NULL) {
    line[strcspn(line, "\n")] = '\0';
    if ((target_count & (target_count - 1)) == 0) targets = realloc(targets, (size_t)(target_count * 2 + 1) * sizeof *targets);
    targets[target_count++] = strdup(line);
  }
  double start = seconds();
  for (int index = 0; index < wanted && index < 1024 && index < target_count; index++) {
    connections[index].socket = socket(AF_INET, SOCK_STREAM, 0);
    if (connect(connections[index].socket, (struct sockaddr *)&address, sizeof address) != 0) { perror("connect"); return 1; }
    event.data.ptr = &connections[index];
    epoll_ctl(poll_file, EPOLL_CTL_ADD, connections[index].socket, &event);
    ask(&connections[index]);
  }
  while (answered < target_count) {
    int ready = epoll_wait(poll_file, events, 1024, 10000);
    if (ready <= 0) { fprintf(stderr, "The server fell silent.\n"); return 1; }
    for (int index = 0; index < ready; index++) take(events[index].data.ptr);
  }
  printf("{\"seconds\":%.4f,\"requests\":%ld,\"bytes\":%ld}\n", seconds() - start, answered, bytes);
  return 0;
}
