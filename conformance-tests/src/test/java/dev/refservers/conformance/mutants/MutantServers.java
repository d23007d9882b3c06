package dev.refservers.conformance.mutants;

import dev.refservers.conformance.targets.MutantTarget;
import dev.refservers.conformance.targets.Target;
import java.io.IOException;
import java.nio.file.Path;

/** Servers that are broken on purpose, for other tests that must find them out. */
public final class MutantServers {

    private MutantServers() {}

    /** The mutant with this id, compiled into the folder. */
    public static Target target(String id, Path folder) throws IOException {
        Mutant mutant = Mutant.in(MutantsTest.FOLDER).stream().filter(each -> each.id().equals(id)).findFirst()
                .orElseThrow(() -> new IllegalArgumentException("no mutant " + id));
        Path classes = folder.resolve(id);
        try (MutantCompiler compiler = new MutantCompiler()) {
            compiler.compile(mutant, classes);
        }
        return new MutantTarget(id, mutant.server(), classes);
    }
}
