package dev.refservers.comparison.meters;

/**
 * What a process and its descendants hold now, and how often they have been switched.
 *
 * @param processes processes alive
 * @param threads threads of all of them
 * @param residentBytes sum of their resident sets; pages that they share count once for each
 * @param proportionalBytes the same with shared pages divided among their users, or -1 where the kernel does not tell
 * @param voluntarySwitches times a live thread has waited
 * @param involuntarySwitches times a live thread was made to wait
 */
public record Usage(int processes, int threads, long residentBytes, long proportionalBytes, long voluntarySwitches,
        long involuntarySwitches) {}
