package dev.refservers.conformance.targets;

import dev.refservers.conformance.script.Bytes;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The keys that this program has made on a server that is somebody's: these are deleted again, by name, and no others.
 * Used by one thread at a time.
 */
public final class OwnKeys {

    /** The place of the key that each command may make. */
    private static final Map<String, Integer> MAKERS = Map.of("RPUSH", 1, "LPUSH", 1, "LMOVE", 2, "BLMOVE", 2,
            "RPOPLPUSH", 2, "BRPOPLPUSH", 2);

    /** Keys of one DEL. */
    private static final int TOGETHER = 500;

    private static final Pattern KEYS = Pattern.compile("(?m)^db(\\d+):keys=([1-9]\\d*)");

    private final Map<Object, SentRequests> clients = new HashMap<>();
    private final Set<Bytes> keys = new LinkedHashSet<>();

    /** Notes what this client sends to the server. */
    public void sent(Object client, Bytes bytes) {
        for (List<Bytes> request : clients.computeIfAbsent(client, _ -> new SentRequests()).read(bytes)) {
            Integer place = MAKERS.get(request.getFirst().latin1().toUpperCase(Locale.ROOT));
            if (place != null && place < request.size()) {
                keys.add(request.get(place));
            }
        }
    }

    /** Forgets the clients, whose connections are gone, but not their keys. */
    public void clientsAreGone() {
        clients.clear();
    }

    /** The commands that delete all of them, each as its words; none if there are none. */
    public List<List<Bytes>> deletions() {
        List<Bytes> all = new ArrayList<>(keys);
        List<List<Bytes>> deletions = new ArrayList<>();
        for (int from = 0; from < all.size(); from += TOGETHER) {
            List<Bytes> words = new ArrayList<>(List.of(Bytes.of("DEL")));
            words.addAll(all.subList(from, Math.min(all.size(), from + TOGETHER)));
            deletions.add(words);
        }
        return deletions;
    }

    /** Says what a server holds, by its {@code INFO keyspace}, which tells of all databases; empty if that is nothing. */
    public static String held(Bytes keyspace) {
        List<String> databases = new ArrayList<>();
        Matcher matcher = KEYS.matcher(keyspace.latin1());
        while (matcher.find()) {
            databases.add("database " + matcher.group(1) + " holds " + matcher.group(2) + " key"
                    + (matcher.group(2).equals("1") ? "" : "s"));
        }
        return String.join(", ", databases);
    }
}
