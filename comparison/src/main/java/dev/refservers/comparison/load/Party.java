package dev.refservers.comparison.load;

import java.util.List;

/** Clients that go from round to round together. Used by the reactor's thread. */
final class Party {

    private final List<Client> members;
    private int ended;

    Party(List<Client> members) {
        this.members = List.copyOf(members);
        members.forEach(member -> member.join(this));
    }

    List<Client> members() {
        return members;
    }

    /** Takes note that one of them has ended its round; whether it was the last. */
    boolean roundEnded() {
        if (++ended < members.size()) {
            return false;
        }
        ended = 0;
        return true;
    }
}
