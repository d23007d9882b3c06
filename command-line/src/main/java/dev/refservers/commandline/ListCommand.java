package dev.refservers.commandline;

import dev.refservers.comparison.processes.Candidate;
import dev.refservers.comparison.processes.Catalogue;
import dev.refservers.comparison.terminal.Terminal;
import dev.refservers.comparison.terminal.TextTable;
import java.io.PrintWriter;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;

/** Says what there is. */
@Command(name = "list", description = "Lists the architectures and the peers, whether each is available here, and the "
        + "protocols.")
final class ListCommand implements Runnable {

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Option(names = "--json", description = "Print JSON instead of a table.")
    private boolean json;

    /** What {@code --json} prints. */
    record Listing(List<Listed> architectures, List<Listed> peers, List<String> protocols) {}

    /** One architecture, or one peer: a server that only {@code compare} knows, of no module of its own. */
    record Listed(String name, String module, String summary, List<String> traits, boolean available,
            @Nullable String unavailable) {}

    @Override
    public void run() {
        Listing listing = new Listing(listed(Catalogue.architectures()), listed(Catalogue.peers()),
                Catalogue.protocols());
        PrintWriter out = spec.commandLine().getOut();
        out.print(json
                ? JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build().writeValueAsString(listing)
                        + "\n"
                : table(listing));
        out.flush();
    }

    private static List<Listed> listed(List<Candidate> candidates) {
        return candidates.stream().map(ListCommand::listed).toList();
    }

    private static Listed listed(Candidate candidate) {
        return new Listed(candidate.name(), candidate.origin(), candidate.summary(),
                candidate.traits()
                        .stream()
                        .map(trait -> trait.name().toLowerCase(Locale.ROOT).replace('_', '-'))
                        .sorted()
                        .toList(),
                candidate.unavailable().isEmpty(), candidate.unavailable().orElse(null));
    }

    private static String table(Listing listing) {
        return table(listing.architectures()) + "\nPeers, for compare --peers, or by name:\n" + table(listing.peers())
                + "\nProtocols: " + String.join(", ", listing.protocols()) + "\n";
    }

    private static String table(List<Listed> servers) {
        int names = servers.stream().mapToInt(listed -> listed.name().length()).max().orElse(0);
        TextTable table = new TextTable();
        for (Listed listed : servers) {
            String origin = listed.module().equals(Candidate.PEER) ? "" : listed.module();
            String name = listed.name() + " ".repeat(names - listed.name().length() + 2) + origin;
            table.sentence(name.stripTrailing(), listed.summary());
            if (!listed.traits().isEmpty()) {
                table.sentence("", "(" + String.join(", ", listed.traits()) + ")");
            }
            if (listed.unavailable() != null) {
                table.sentence("", "Not available here: " + listed.unavailable());
            }
        }
        return table.render(Terminal.WIDTH);
    }
}
