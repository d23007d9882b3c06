/*
 * An echo server (RFC 862): one thread, level-triggered epoll(7), and nothing else. What it costs is what the kernel
 * costs.
 *
 *     epoll_wait -> recv -> send, all of it, and wait again
 *
 * What a socket does not take at once is kept, and its client is not read until it is gone: memory for each client that
 * does not read is one buffer.
 */
#define _GNU_SOURCE
#define PROGRAM "c-epoll"
#include "server.h"
#include <sys/epoll.h>
#include <sys/resource.h>

#define BUFFER_BYTES (64 * 1024)
#define EVENTS_AT_ONCE 1024

/* What is owed to a client; data is NULL while nothing is. Indexed by descriptor. */
struct rest {
    char *data;
    size_t from, to;
};

static struct rest *rests;
static size_t rests_count;
static char buffer[BUFFER_BYTES];
static int epoll;

static void watch(int fd, int operation, unsigned events) {
    struct epoll_event event = {.events = events, .data.fd = fd};
    if (epoll_ctl(epoll, operation, fd, &event) < 0)
        fail("epoll_ctl");
}

static void close_client(int fd) {
    free(rests[fd].data);
    rests[fd].data = NULL;
    close(fd);
}

/* How much of it was sent; -1 when the client is gone. */
static ssize_t send_some(int fd, const char *data, size_t count) {
    ssize_t sent = send(fd, data, count, MSG_NOSIGNAL);
    return sent < 0 && (errno == EAGAIN || errno == EINTR) ? 0 : sent;
}

static void accept_client(int listener) {
    int fd = accept4(listener, NULL, NULL, SOCK_NONBLOCK | SOCK_CLOEXEC);
    if (fd < 0) {
        if (errno == EAGAIN || errno == EINTR || errno == ECONNABORTED)
            return;
        fail("accept4");
    }
    if ((size_t) fd >= rests_count) {
        close(fd);
        return;
    }
    setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &(int){1}, sizeof(int));
    watch(fd, EPOLL_CTL_ADD, EPOLLIN);
}

static void echo(int fd) {
    ssize_t count = recv(fd, buffer, sizeof buffer, 0);
    if (count < 0 && (errno == EAGAIN || errno == EINTR))
        return;
    ssize_t sent = count > 0 ? send_some(fd, buffer, count) : -1;
    if (sent < 0) {
        close_client(fd);
        return;
    }
    if (sent < count) {
        struct rest *rest = &rests[fd];
        rest->data = malloc(count - sent);
        if (rest->data == NULL)
            fail("malloc");
        memcpy(rest->data, buffer + sent, count - sent);
        rest->from = 0;
        rest->to = count - sent;
        watch(fd, EPOLL_CTL_MOD, EPOLLOUT);
    }
}

static void send_rest(int fd) {
    struct rest *rest = &rests[fd];
    ssize_t sent = send_some(fd, rest->data + rest->from, rest->to - rest->from);
    if (sent < 0) {
        close_client(fd);
        return;
    }
    rest->from += sent;
    if (rest->from == rest->to) {
        free(rest->data);
        rest->data = NULL;
        watch(fd, EPOLL_CTL_MOD, EPOLLIN);
    }
}

int main(int argc, char **argv) {
    struct rlimit files;
    if (getrlimit(RLIMIT_NOFILE, &files) < 0)
        fail("getrlimit");
    rests_count = files.rlim_cur < (1 << 20) ? files.rlim_cur : (1 << 20);
    rests = calloc(rests_count, sizeof *rests);
    epoll = epoll_create1(EPOLL_CLOEXEC);
    if (rests == NULL || epoll < 0)
        fail("start");
    int listener = listen_on(argc > 1 ? atoi(argv[1]) : 0, SOCK_NONBLOCK);
    watch(listener, EPOLL_CTL_ADD, EPOLLIN);
    for (;;) {
        struct epoll_event events[EVENTS_AT_ONCE];
        int count = epoll_wait(epoll, events, EVENTS_AT_ONCE, -1);
        if (count < 0 && errno != EINTR)
            fail("epoll_wait");
        for (int i = 0; i < count; i++) {
            int fd = events[i].data.fd;
            if (fd == listener)
                accept_client(listener);
            else if (rests[fd].data != NULL)
                send_rest(fd);
            else
                echo(fd);
        }
    }
}
