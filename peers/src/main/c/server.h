/* What both servers begin and end with. PROGRAM is the name that they say. */
#include <arpa/inet.h>
#include <errno.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

static void fail(const char *what) {
    fprintf(stderr, PROGRAM ": %s: %s\n", what, strerror(errno));
    exit(1);
}

static void end(int signal) {
    (void) signal;
    _exit(0);
}

/* Listens on a port of the loopback interface, 0 for any, and says which; ends on SIGTERM from then on. */
static int listen_on(int port, int socket_flags) {
    struct sockaddr_in address = {
        .sin_family = AF_INET, .sin_port = htons(port), .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
    socklen_t length = sizeof address;
    signal(SIGTERM, end);
    int fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC | socket_flags, 0);
    if (fd < 0)
        fail("socket");
    setsockopt(fd, SOL_SOCKET, SO_REUSEADDR, &(int){1}, sizeof(int));
    if (bind(fd, (struct sockaddr *) &address, length) < 0 || listen(fd, 1024) < 0
        || getsockname(fd, (struct sockaddr *) &address, &length) < 0)
        fail("listen");
    printf(PROGRAM " listens on 127.0.0.1:%d (protocol echo, process %d)\n", ntohs(address.sin_port), getpid());
    fflush(stdout);
    return fd;
}
