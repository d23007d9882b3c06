/*
 * An echo server (RFC 862): one thread, one io_uring(7), raw system calls. What it costs is what the kernel costs.
 *
 *     multishot accept    one request, a completion for each client
 *     multishot recv      one request a client, a completion for each piece; the kernel takes a buffer from a ring of ours
 *     send                that same buffer; then it goes back into the ring
 *     io_uring_enter      hands over what is to be sent, and waits
 *
 * A client has one send in flight at a time, so that pieces stay in order; those that wait are a list through `pieces`.
 * The buffers are for all: clients that send and never read can take every one of them, and then nobody is read until
 * they read or leave. That is why this is a yardstick and not a server.
 */
#define _GNU_SOURCE
#define PROGRAM "c-uring"
#include "server.h"
#include <linux/io_uring.h>
#include <sys/mman.h>
#include <sys/syscall.h>

#define ENTRIES 4096
#define BUFFERS 2048
#define BUFFER_BYTES (16 * 1024)
#define CLIENTS (1 << 16)
#define NONE (-1)

enum operation { ACCEPT, RECV, SEND };

/* A buffer that holds what is to be sent to a client, and the next one for the same client. */
struct piece {
    int length, next;
};

/* A client, by its descriptor. It is closed when its input has ended and nothing is in flight. */
struct client {
    int first, last;
    char receiving, sending, ended;
};

static int ring;
static unsigned *sq_tail, sq_mask, sq_next, unsubmitted, *cq_head, *cq_tail, cq_mask;
static struct io_uring_sqe *sqes;
static struct io_uring_cqe *cqes;
static struct io_uring_buf_ring *free_buffers;
static unsigned short free_tail;
static char *buffers;
static struct piece pieces[BUFFERS];
static struct client clients[CLIENTS];
static int starved[CLIENTS];
static unsigned starved_from, starved_to, held;

static void enter(unsigned wait_for) {
    __atomic_store_n(sq_tail, sq_next, __ATOMIC_RELEASE);
    int taken = syscall(__NR_io_uring_enter, ring, unsubmitted, wait_for, IORING_ENTER_GETEVENTS, NULL, 0);
    if (taken >= 0)
        unsubmitted -= taken;
    else if (errno != EINTR && errno != EAGAIN && errno != EBUSY)
        fail("io_uring_enter");
}

static struct io_uring_sqe *request(int opcode, int fd, enum operation operation, int buffer) {
    while (unsubmitted == ENTRIES)
        enter(0);
    struct io_uring_sqe *sqe = &sqes[sq_next++ & sq_mask];
    memset(sqe, 0, sizeof *sqe);
    sqe->opcode = opcode;
    sqe->fd = fd;
    sqe->user_data = (unsigned long long) operation << 56 | (unsigned long long) (unsigned) buffer << 24 | (unsigned) fd;
    unsubmitted++;
    return sqe;
}

static void receive(int fd) {
    struct io_uring_sqe *sqe = request(IORING_OP_RECV, fd, RECV, 0);
    sqe->ioprio = IORING_RECV_MULTISHOT;
    sqe->flags = IOSQE_BUFFER_SELECT;
    sqe->buf_group = 0;
    clients[fd].receiving = 1;
}

static void send_first(int fd) {
    int buffer = clients[fd].first;
    struct io_uring_sqe *sqe = request(IORING_OP_SEND, fd, SEND, buffer);
    sqe->addr = (unsigned long) (buffers + (size_t) buffer * BUFFER_BYTES);
    sqe->len = pieces[buffer].length;
    /* The kernel goes on by itself after a short send. */
    sqe->msg_flags = MSG_WAITALL | MSG_NOSIGNAL;
    clients[fd].sending = 1;
}

static void give_back(int buffer) {
    struct io_uring_buf *entry = &free_buffers->bufs[free_tail & (BUFFERS - 1)];
    entry->addr = (unsigned long) (buffers + (size_t) buffer * BUFFER_BYTES);
    entry->len = BUFFER_BYTES;
    entry->bid = buffer;
    __atomic_store_n(&free_buffers->tail, ++free_tail, __ATOMIC_RELEASE);
    if (starved_from != starved_to)
        receive(starved[starved_from++ % CLIENTS]);
}

static void forget_pieces(struct client *client) {
    while (client->first != NONE) {
        int buffer = client->first;
        client->first = pieces[buffer].next;
        held--;
        give_back(buffer);
    }
}

static void close_if_done(int fd) {
    struct client *client = &clients[fd];
    if (client->ended && !client->receiving && !client->sending && client->first == NONE)
        close(fd);
}

static void accepted(const struct io_uring_cqe *cqe, int listener) {
    if (!(cqe->flags & IORING_CQE_F_MORE))
        request(IORING_OP_ACCEPT, listener, ACCEPT, 0)->ioprio = IORING_ACCEPT_MULTISHOT;
    if (cqe->res < 0)
        return;
    if (cqe->res >= CLIENTS) {
        close(cqe->res);
        return;
    }
    setsockopt(cqe->res, IPPROTO_TCP, TCP_NODELAY, &(int){1}, sizeof(int));
    clients[cqe->res] = (struct client){.first = NONE, .last = NONE};
    receive(cqe->res);
}

static void received(const struct io_uring_cqe *cqe, int fd) {
    struct client *client = &clients[fd];
    if (!(cqe->flags & IORING_CQE_F_MORE))
        client->receiving = 0;
    if (cqe->res > 0) {
        int buffer = cqe->flags >> IORING_CQE_BUFFER_SHIFT;
        held++;
        pieces[buffer] = (struct piece){.length = cqe->res, .next = NONE};
        if (client->first == NONE)
            client->first = buffer;
        else
            pieces[client->last].next = buffer;
        client->last = buffer;
        if (!client->sending)
            send_first(fd);
        if (!client->receiving)
            receive(fd);
    } else if (cqe->res == -ENOBUFS) {
        /* While a buffer is held it will be given back, and then it is this client's turn. */
        if (held > 0)
            starved[starved_to++ % CLIENTS] = fd;
        else
            receive(fd);
    } else {
        client->ended = 1;
        close_if_done(fd);
    }
}

static void sent(const struct io_uring_cqe *cqe, int fd, int buffer) {
    struct client *client = &clients[fd];
    client->sending = 0;
    client->first = pieces[buffer].next;
    int gone = cqe->res < pieces[buffer].length;
    held--;
    give_back(buffer);
    if (gone) {
        /* Whoever does not take bytes is not read any more: recv ends, and with it the client. */
        forget_pieces(client);
        shutdown(fd, SHUT_RDWR);
    } else if (client->first != NONE) {
        send_first(fd);
    }
    close_if_done(fd);
}

static void *map(size_t bytes, int fd, off_t offset) {
    int flags = fd < 0 ? MAP_PRIVATE | MAP_ANONYMOUS : MAP_SHARED | MAP_POPULATE;
    void *memory = mmap(NULL, bytes, PROT_READ | PROT_WRITE, flags, fd, offset);
    if (memory == MAP_FAILED)
        fail("mmap");
    return memory;
}

static void set_up(void) {
    struct io_uring_params params = {.flags = IORING_SETUP_SINGLE_ISSUER | IORING_SETUP_DEFER_TASKRUN
            | IORING_SETUP_CQSIZE, .cq_entries = 4 * ENTRIES};
    ring = syscall(__NR_io_uring_setup, ENTRIES, &params);
    if (ring < 0)
        fail("io_uring_setup (Linux 6.1 or newer is needed, and permission)");
    char *sq = map(params.sq_off.array + params.sq_entries * sizeof(unsigned), ring, IORING_OFF_SQ_RING);
    char *cq = map(params.cq_off.cqes + params.cq_entries * sizeof *cqes, ring, IORING_OFF_CQ_RING);
    sqes = map(params.sq_entries * sizeof *sqes, ring, IORING_OFF_SQES);
    cqes = (struct io_uring_cqe *) (cq + params.cq_off.cqes);
    sq_tail = (unsigned *) (sq + params.sq_off.tail);
    sq_mask = *(unsigned *) (sq + params.sq_off.ring_mask);
    cq_head = (unsigned *) (cq + params.cq_off.head);
    cq_tail = (unsigned *) (cq + params.cq_off.tail);
    cq_mask = *(unsigned *) (cq + params.cq_off.ring_mask);
    for (unsigned i = 0; i < params.sq_entries; i++)
        ((unsigned *) (sq + params.sq_off.array))[i] = i;
    buffers = map((size_t) BUFFERS * BUFFER_BYTES, -1, 0);
    free_buffers = map(BUFFERS * sizeof(struct io_uring_buf), -1, 0);
    struct io_uring_buf_reg registration = {.ring_addr = (unsigned long) free_buffers, .ring_entries = BUFFERS};
    if (syscall(__NR_io_uring_register, ring, IORING_REGISTER_PBUF_RING, &registration, 1) < 0)
        fail("io_uring_register");
    for (int buffer = 0; buffer < BUFFERS; buffer++)
        give_back(buffer);
}

int main(int argc, char **argv) {
    set_up();
    int listener = listen_on(argc > 1 ? atoi(argv[1]) : 0, 0);
    request(IORING_OP_ACCEPT, listener, ACCEPT, 0)->ioprio = IORING_ACCEPT_MULTISHOT;
    for (;;) {
        enter(1);
        unsigned head = *cq_head, tail = __atomic_load_n(cq_tail, __ATOMIC_ACQUIRE);
        for (; head != tail; head++) {
            struct io_uring_cqe cqe = cqes[head & cq_mask];
            __atomic_store_n(cq_head, head + 1, __ATOMIC_RELEASE);
            int fd = cqe.user_data & 0xffffff, buffer = (cqe.user_data >> 24) & 0xffffffff;
            switch (cqe.user_data >> 56) {
                case ACCEPT: accepted(&cqe, listener); break;
                case RECV: received(&cqe, fd); break;
                default: sent(&cqe, fd, buffer);
            }
        }
    }
}
