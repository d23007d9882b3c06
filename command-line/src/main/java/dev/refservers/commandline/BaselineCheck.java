package dev.refservers.commandline;

import dev.refservers.comparison.baseline.Bound;
import dev.refservers.comparison.baseline.Regression;
import dev.refservers.comparison.result.Comparison;
import dev.refservers.comparison.result.Host;
import dev.refservers.comparison.result.Plan;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** A comparison is to be held against a baseline: everything that can be wrong with that is found before it begins. */
final class BaselineCheck {

    private final String name;
    private final Regression regression;
    private final boolean force;

    private BaselineCheck(String name, Regression regression, boolean force) {
        this.name = name;
        this.regression = regression;
        this.force = force;
    }

    /** Reads the baseline and the bounds. */
    static BaselineCheck prepare(String name, boolean force, Host here) throws UserError {
        Path bounds = BaselineCommand.bounds();
        try {
            Comparison baseline = BaselineCommand.baselines().load(name);
            refuse(name, force ? List.of() : here.differences(baseline.host()));
            return new BaselineCheck(name, new Regression(baseline, bounds(bounds)), force);
        } catch (IOException | IllegalArgumentException failure) {
            throw new UserError(String.valueOf(failure.getMessage()), failure);
        }
    }

    private static void refuse(String name, List<String> differences) throws UserError {
        if (!differences.isEmpty()) {
            throw new UserError("The baseline " + name + " says nothing about this comparison: "
                    + String.join("; ", differences) + ". --force holds them against each other nevertheless.");
        }
    }

    private static List<Bound> bounds(Path file) throws IOException {
        try {
            return Bound.parse(Files.readString(file));
        } catch (IllegalArgumentException wrong) {
            throw new IllegalArgumentException(file + ", " + wrong.getMessage(), wrong);
        }
    }

    /**
     * Is told what will be measured: better known now than after half an hour.
     *
     * @throws UserError when that cannot be held against the baseline, and is not forced to
     */
    void begins(Host host, Plan plan) throws UserError {
        refuse(name, force ? List.of() : regression.differences(host, plan));
    }

    /** Says which bounds are broken, and what could not be looked at. */
    boolean passes(Comparison now, PrintWriter err) {
        regression.leftOut(now).forEach(err::println);
        List<String> broken = regression.broken(now);
        broken.forEach(err::println);
        err.println(broken.isEmpty()
                ? "No bound is broken against the baseline " + name + "."
                : "Bounds broken against the baseline " + name + ": " + broken.size() + ".");
        err.flush();
        return broken.isEmpty();
    }
}
