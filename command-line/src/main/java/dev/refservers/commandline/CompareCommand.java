package dev.refservers.commandline;

import dev.refservers.comparison.experiments.Listener;
import dev.refservers.comparison.experiments.ScenarioNames;
import dev.refservers.comparison.experiments.Scenarios;
import dev.refservers.comparison.load.Scenario;
import dev.refservers.comparison.meters.ProcessMeter;
import dev.refservers.comparison.processes.AddressCandidate;
import dev.refservers.comparison.processes.Candidate;
import dev.refservers.comparison.processes.Catalogue;
import dev.refservers.comparison.processes.Cores;
import dev.refservers.comparison.processes.ProcessFailure;
import dev.refservers.comparison.result.Comparison;
import dev.refservers.comparison.result.Host;
import dev.refservers.comparison.result.OutputFile;
import dev.refservers.comparison.result.Plan;
import dev.refservers.comparison.result.ScenarioFacts;
import dev.refservers.comparison.run.ComparisonRun;
import dev.refservers.comparison.run.HostFacts;
import dev.refservers.comparison.run.ScriptConformance;
import dev.refservers.comparison.terminal.Progress;
import dev.refservers.comparison.terminal.Terminal;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Measures servers side by side. */
@Command(name = "compare", sortOptions = false, description = {
    "Runs the client scripts against each server, then measures those that conform, side by side.",
    "The headline is CPU time per request: on a busy machine it is steadier than throughput.%n"})
final class CompareCommand implements Callable<Integer> {

    /** Machines change their speed from one tenth of a second to the next: servers must have their turns sooner than that. */
    private static final double ROUND_MILLIS = 50;
    private static final int MOST_BLOCKS = 1000;
    private static final int MOST_SECONDS = 3600;
    private static final List<String> USUAL_PROTOCOLS = List.of("queue");

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Parameters(paramLabel = "NAME", description = "What to compare: names as ./servers list prints them, or one of "
            + "--peers. If none is given: all architectures, or the seven base ones with --quick, and redis where it is "
            + "installed.")
    private List<String> names = new ArrayList<>();

    @Option(names = "--quick", description = "Less than two minutes, without --peers: one block, short windows, fewer scripts and scenarios.")
    private boolean quick;

    @Option(names = "--peers", description = "Compare with these too: redis; netty-nio, netty-epoll, netty-uring; "
            + "c-epoll, c-uring; py-blocking, py-threading, py-forking, py-select, py-poll, py-epoll, py-selectors, "
            + "py-asyncio; and speak echo too, as those in C and Python know no other protocol.")
    private boolean peers;

    @Option(names = "--target", paramLabel = "HOST:PORT", description = "Compare with a server of your own too, which runs "
            + "already and speaks every --protocol (queue); for queue it must have no keys, in no database. It is measured also where it "
            + "does not conform, in whatever it does right, and marked. May be repeated.")
    private List<String> targets = new ArrayList<>();

    @Mixin
    private ResultOption result = new ResultOption();

    @Mixin
    private PageOption page = new PageOption();

    @Option(names = "--resume", paramLabel = "FILE", description = "Go on with a comparison that was interrupted, from the "
            + "file that it said; nothing but --json, --markdown and --html may be given too.")
    private @Nullable Path resume;

    @Option(names = "--reference", paramLabel = "NAME", description = "Hold the others against this server, which is measured "
            + "twice: how far it differs from itself is noise (select).")
    private @Nullable String reference;

    @Option(names = "--baseline", paramLabel = "NAME", description = "Hold the result against a baseline, which ./servers "
            + "baseline save has kept: exit code 3 where a bound in config/bounds.txt is broken.")
    private @Nullable String baseline;

    @Option(names = "--force", description = "Hold it against the baseline even if that was measured on another host, kernel "
            + "or JDK, or in other scenarios.")
    private boolean force;

    @Option(names = "--protocol", paramLabel = "NAME", description = "Speak this one (queue; echo and queue with "
            + "--peers); may be repeated.")
    private List<String> protocols = new ArrayList<>();

    @Option(names = "--scenario", paramLabel = "NAME", completionCandidates = ScenarioNames.class, description = "Run this "
            + "one; may be repeated. All: ${COMPLETION-CANDIDATES}; if --quick: ping-pong, pipelining, push-pop.")
    private List<String> scenarios = new ArrayList<>();

    @Option(names = "--blocks", paramLabel = "N", description = "Measure every server so often in every scenario, each "
            + "time with a fresh process (5, and fewer in those that take long; 1 with --quick).")
    private @Nullable Integer blocks;

    @Option(names = "--seconds", paramLabel = "N", description = "How long each server is measured in each block (1.2; 0.8 with "
            + "--quick).")
    private @Nullable Double seconds;

    @Option(names = "--seed", paramLabel = "N", defaultValue = "1", description = "Decides the order of the servers "
            + "(${DEFAULT-VALUE}).")
    private long seed;

    @Override
    public Integer call() throws ProcessFailure, UserError {
        check(blocks == null || blocks >= 1, "--blocks is " + blocks + ", but must be at least 1.");
        check(blocks == null || blocks <= MOST_BLOCKS,
                "--blocks is " + blocks + ", but must be at most " + MOST_BLOCKS + ".");
        check(seconds == null || seconds >= 0.1, "--seconds is " + seconds + ", but must be at least 0.1.");
        check(seconds == null || seconds <= MOST_SECONDS,
                "--seconds is " + seconds + ", but must be at most " + MOST_SECONDS + ".");
        checkFiles();
        if (!ProcessMeter.available()) {
            throw new UserError("Comparing needs /proc, as Linux has it: CPU time per request is read there.");
        }
        Cores cores = Cores.choose();
        Host host = HostFacts.find(cores);
        BaselineCheck check = baseline == null ? null : BaselineCheck.prepare(baseline, force, host);
        Progress progress = new Progress(System.err, Terminal.errorIsInteractive());
        try (ResultKeeper keeper = new ResultKeeper(spec.commandLine(), result, page, resume, progress)) {
            ComparisonRun run = prepared(cores, host, progress, keeper);
            if (check != null) {
                check.begins(host, run.plan());
            }
            Comparison comparison = run.run();
            print(comparison, keeper);
            boolean kept = check == null || check.passes(comparison, spec.commandLine().getErr());
            return !comparison.good() ? Main.FAILED : kept ? 0 : Main.WORSE_THAN_BASELINE;
        }
    }

    private ComparisonRun prepared(Cores cores, Host host, Listener listener, ResultKeeper keeper) throws UserError {
        if (resume != null) {
            check(names.isEmpty(), "--resume takes the servers from its file.");
            Comparison earlier = ResumedRun.read(resume, host);
            List<Candidate> candidates = ResumedRun.candidates(earlier);
            checkTargets(candidates);
            ComparisonRun run = new ComparisonRun(earlier.plan(), candidates,
                    conformance(earlier.plan().mode().equals(Plan.QUICK)), cores, host, listener, keeper);
            run.resume(earlier);
            return run;
        }
        List<String> spoken = spokenProtocols();
        List<String> chosenScenarios = chosenScenarios();
        checkLoads(spoken, chosenScenarios);
        List<Candidate> chosen = candidates();
        checkWork(chosen, spoken, chosenScenarios);
        checkTargets(chosen);
        Optional<Candidate> held = reference(chosen);
        ScriptConformance conformance = conformance(quick);
        return new ComparisonRun(plan(spoken, chosenScenarios, held, conformance.sentence(spoken)),
                held.map(original -> CandidateChoice.withAlias(chosen, original)).orElse(chosen), conformance, cores,
                host, listener, keeper);
    }

    private static ScriptConformance conformance(boolean sampled) {
        return sampled ? ScriptConformance.sample() : ScriptConformance.all();
    }

    private Optional<Candidate> reference(List<Candidate> chosen) {
        try {
            return CandidateChoice.reference(chosen, reference);
        } catch (IllegalArgumentException unknown) {
            throw new ParameterException(spec.commandLine(), String.valueOf(unknown.getMessage()), unknown);
        }
    }

    private Plan plan(List<String> spoken, List<String> chosenScenarios, Optional<Candidate> held,
            String conformance) {
        double measured = seconds != null ? seconds : quick ? 0.8 : 1.2;
        int count = blocks != null ? blocks : quick ? 1 : 5;
        List<ScenarioFacts> facts = chosenScenarios.stream()
                .map(Scenarios::named)
                .map(scenario -> blocks != null
                        ? ScenarioFacts.of(scenario, count)
                        : ScenarioFacts.usual(scenario, count))
                .toList();
        return new Plan(quick ? Plan.QUICK : Plan.FULL, conformance, spoken, facts,
                held.map(Candidate::name).orElse(null),
                held.map(CandidateChoice::aliasOf).orElse(null), count, seed,
                quick ? 250 : 200, quick ? 7 : 20, Math.round(measured * 1000),
                Math.clamp(Math.round(measured * 1000 / ROUND_MILLIS), 1, 200));
    }

    private List<String> spokenProtocols() {
        for (String protocol : protocols) {
            check(Catalogue.protocols().contains(protocol), "There is no protocol '" + protocol + "'; there is "
                    + String.join(", ", Catalogue.protocols()) + ".");
        }
        if (protocols.isEmpty()) {
            return peers ? List.of("queue", "echo") : USUAL_PROTOCOLS;
        }
        return protocols.stream().distinct().toList();
    }

    private List<String> chosenScenarios() {
        try {
            scenarios.forEach(Scenarios::named);
        } catch (IllegalArgumentException unknown) {
            throw new ParameterException(spec.commandLine(), String.valueOf(unknown.getMessage()), unknown);
        }
        List<Scenario> usual = quick ? Scenarios.QUICK : Scenarios.ALL;
        return (scenarios.isEmpty() ? usual : Scenarios.ALL).stream()
                .map(Scenario::name)
                .filter(name -> scenarios.isEmpty() || scenarios.contains(name))
                .toList();
    }

    /** In each protocol that was asked for, there must be something to measure. */
    private void checkLoads(List<String> spoken, List<String> chosenScenarios) {
        List<String> all = Scenarios.ALL.stream().map(Scenario::name).toList();
        List<String> loaded = Catalogue.protocols().stream().filter(each -> canSay(all, each)).toList();
        for (String protocol : spoken) {
            check(loaded.contains(protocol), "--protocol is '" + protocol
                    + "', for which there is no load; there is one for " + String.join(", ", loaded) + ".");
            check(protocols.isEmpty() || canSay(chosenScenarios, protocol), "--protocol is '" + protocol
                    + "', in which " + String.join(", ", chosenScenarios) + " cannot be said.");
        }
    }

    /** Somebody must have something to do; tables say of others that they do not speak the protocol. */
    private void checkWork(List<Candidate> chosen, List<String> spoken, List<String> chosenScenarios) {
        boolean work = chosen.stream().anyMatch(candidate -> spoken.stream().anyMatch(
                protocol -> candidate.speaks(protocol) && canSay(chosenScenarios, protocol)));
        Candidate first = chosen.getFirst();
        check(work, first.name() + " does not speak " + String.join(" or ", spoken) + ", in which "
                + (protocols.isEmpty()
                        ? "servers are measured if no --protocol is given"
                        : "servers are to be measured")
                + "; it speaks "
                + String.join(", ", Catalogue.protocols().stream().filter(first::speaks).toList()) + ".");
    }

    /** Whether one of these scenarios can be said in this protocol. */
    private static boolean canSay(List<String> scenarios, String protocol) {
        return scenarios.stream().anyMatch(name -> Scenarios.named(name).protocols().contains(protocol));
    }

    /** Better now than after half an hour. */
    private static void checkTargets(List<Candidate> chosen) throws UserError {
        for (Candidate candidate : chosen) {
            if (candidate instanceof AddressCandidate target) {
                Optional<String> obstacle = target.target(target.protocols().getFirst()).obstacle();
                if (obstacle.isPresent()) {
                    throw new UserError(obstacle.get());
                }
            }
        }
    }

    private List<Candidate> candidates() throws UserError {
        try {
            List<Candidate> chosen = CandidateChoice.of(names, quick, peers, targets,
                    protocols.isEmpty() ? USUAL_PROTOCOLS : protocols);
            if (chosen.stream().noneMatch(candidate -> candidate.unavailable().isEmpty())) {
                throw new UserError("Nothing to compare: "
                        + (chosen.isEmpty() ? "there is no server." : chosen.getFirst().unavailable().orElseThrow()));
            }
            return chosen;
        } catch (IllegalArgumentException unknown) {
            throw new ParameterException(spec.commandLine(), String.valueOf(unknown.getMessage()), unknown);
        }
    }

    private void print(Comparison comparison, ResultKeeper keeper) throws UserError {
        PrintWriter out = spec.commandLine().getOut();
        out.print(result.text(comparison));
        out.flush();
        keeper.finish();
        List<String> failures = new ArrayList<>();
        Optional.ofNullable(keeper.failure()).ifPresent(failures::add);
        try {
            page.write(comparison);
        } catch (UserError notWritten) {
            failures.add(String.valueOf(notWritten.getMessage()));
        }
        if (!failures.isEmpty()) {
            throw new UserError(String.join(System.lineSeparator(), failures));
        }
    }

    /** Better now than after half an hour. */
    private void checkFiles() {
        Map<String, Path> files = new LinkedHashMap<>(result.files());
        files.putAll(page.files());
        if (resume != null) {
            // It goes on in the same file, unless another is named.
            if (!files.containsKey("--json")) {
                files.put("--resume", resume);
            }
        }
        result.problem().or(() -> OutputFile.problem(files)).ifPresent(problem -> check(false, problem));
    }

    private void check(boolean right, String otherwise) {
        if (!right) {
            throw new ParameterException(spec.commandLine(), otherwise);
        }
    }
}
