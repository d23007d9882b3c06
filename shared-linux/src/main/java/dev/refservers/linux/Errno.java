package dev.refservers.linux;

import java.io.IOException;
import java.net.BindException;

/**
 * errno(3): the numbers, their names, and what to do about them. The numbers are the same on x86-64 and aarch64.
 *
 * <p>
 * Calls that belong to a hot path return {@code -errno}, because {@link #EAGAIN} is no failure there; all others throw
 * what {@link #failure} makes.
 */
public final class Errno {

    public static final int EPERM = 1;
    public static final int ENOENT = 2;
    public static final int ESRCH = 3;
    public static final int EINTR = 4;
    public static final int EIO = 5;
    public static final int EBADF = 9;
    public static final int ECHILD = 10;
    public static final int EAGAIN = 11;
    public static final int ENOMEM = 12;
    public static final int EACCES = 13;
    public static final int EFAULT = 14;
    public static final int EBUSY = 16;
    public static final int EEXIST = 17;
    public static final int EINVAL = 22;
    public static final int ENFILE = 23;
    public static final int EMFILE = 24;
    public static final int ENOTTY = 25;
    public static final int ENOSPC = 28;
    public static final int EPIPE = 32;
    public static final int ENOSYS = 38;
    public static final int ETIME = 62;
    public static final int EPROTO = 71;
    public static final int EOVERFLOW = 75;
    public static final int ENOTSOCK = 88;
    public static final int EMSGSIZE = 90;
    public static final int ENOPROTOOPT = 92;
    public static final int EPROTONOSUPPORT = 93;
    public static final int EOPNOTSUPP = 95;
    public static final int EAFNOSUPPORT = 97;
    public static final int EADDRINUSE = 98;
    public static final int EADDRNOTAVAIL = 99;
    public static final int ENETDOWN = 100;
    public static final int ENETUNREACH = 101;
    public static final int ECONNABORTED = 103;
    public static final int ECONNRESET = 104;
    public static final int ENOBUFS = 105;
    public static final int EISCONN = 106;
    public static final int ENOTCONN = 107;
    public static final int ETIMEDOUT = 110;
    public static final int ECONNREFUSED = 111;
    public static final int EHOSTUNREACH = 113;
    public static final int EALREADY = 114;
    public static final int EINPROGRESS = 115;
    public static final int ECANCELED = 125;

    private Errno() {}

    /** The name of this error, such as {@code EMFILE}; {@code errno 77} for one that is not listed here. */
    public static String name(int errno) {
        return switch (errno) {
            case EPERM -> "EPERM";
            case ENOENT -> "ENOENT";
            case ESRCH -> "ESRCH";
            case EINTR -> "EINTR";
            case EIO -> "EIO";
            case EBADF -> "EBADF";
            case ECHILD -> "ECHILD";
            case EAGAIN -> "EAGAIN";
            case ENOMEM -> "ENOMEM";
            case EACCES -> "EACCES";
            case EFAULT -> "EFAULT";
            case EBUSY -> "EBUSY";
            case EEXIST -> "EEXIST";
            case EINVAL -> "EINVAL";
            case ENFILE -> "ENFILE";
            case EMFILE -> "EMFILE";
            case ENOTTY -> "ENOTTY";
            case ENOSPC -> "ENOSPC";
            case EPIPE -> "EPIPE";
            case ENOSYS -> "ENOSYS";
            case ETIME -> "ETIME";
            case EPROTO -> "EPROTO";
            case EOVERFLOW -> "EOVERFLOW";
            case ENOTSOCK -> "ENOTSOCK";
            case EMSGSIZE -> "EMSGSIZE";
            case ENOPROTOOPT -> "ENOPROTOOPT";
            case EPROTONOSUPPORT -> "EPROTONOSUPPORT";
            case EOPNOTSUPP -> "EOPNOTSUPP";
            case EAFNOSUPPORT -> "EAFNOSUPPORT";
            case EADDRINUSE -> "EADDRINUSE";
            case EADDRNOTAVAIL -> "EADDRNOTAVAIL";
            case ENETDOWN -> "ENETDOWN";
            case ENETUNREACH -> "ENETUNREACH";
            case ECONNABORTED -> "ECONNABORTED";
            case ECONNRESET -> "ECONNRESET";
            case ENOBUFS -> "ENOBUFS";
            case EISCONN -> "EISCONN";
            case ENOTCONN -> "ENOTCONN";
            case ETIMEDOUT -> "ETIMEDOUT";
            case ECONNREFUSED -> "ECONNREFUSED";
            case EHOSTUNREACH -> "EHOSTUNREACH";
            case EALREADY -> "EALREADY";
            case EINPROGRESS -> "EINPROGRESS";
            case ECANCELED -> "ECANCELED";
            default -> "errno " + errno;
        };
    }

    /**
     * The exception for a call that failed, such as {@code bind(127.0.0.1:80): EACCES: not permitted; …}.
     *
     * <p>
     * That an address is in use has the cause that it has in the JDK, too: a {@link BindException}.
     *
     * @param call the call with the arguments that matter, as C writes it
     * @param errno positive
     */
    public static IOException failure(String call, int errno) {
        IOException failure = new IOException(call + ": " + name(errno) + advice(errno));
        if (errno == EADDRINUSE) {
            failure.initCause(new BindException("Address already in use"));
        }
        return failure;
    }

    private static String advice(int errno) {
        return switch (errno) {
            case EPERM, EACCES -> ": not permitted; use another user, a port above 1023, or ask what confines this"
                    + " process (seccomp, AppArmor, SELinux)";
            case EMFILE -> ": this process has no descriptor left; raise its limit (ulimit -n) or close some";
            case ENFILE -> ": this machine has no descriptor left; raise fs.file-max or close some";
            case ENOBUFS, ENOMEM -> ": the kernel has no memory left for this; use fewer or smaller buffers";
            case EADDRINUSE -> ": something else listens there; stop it, or choose another port";
            case EADDRNOTAVAIL -> ": no address of this machine; choose one that `ip address` lists";
            case EAFNOSUPPORT -> ": this kernel does not speak that kind of address; try IPv4";
            case ENOSYS -> ": this kernel is too old for it, or a seccomp profile forbids it";
            case EBADF, ENOTSOCK, EFAULT -> ": a bug in this program, not in its set-up";
            case ECONNRESET, EPIPE -> ": the peer has gone";
            default -> "";
        };
    }
}
