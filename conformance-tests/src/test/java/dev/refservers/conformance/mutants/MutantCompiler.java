package dev.refservers.conformance.mutants;

import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import javax.tools.Diagnostic;
import javax.tools.DiagnosticCollector;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;

/** Compiles a mutant's one changed source against the unchanged classes. Used by one thread. */
final class MutantCompiler implements AutoCloseable {

    private final JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
    private final StandardJavaFileManager files = compiler.getStandardFileManager(null, Locale.ROOT,
            StandardCharsets.UTF_8);

    /** A source that is only in memory. */
    private static final class Source extends SimpleJavaFileObject {
        private final String text;

        Source(String path, String text) {
            super(URI.create("string:///" + path), Kind.SOURCE);
            this.text = text;
        }

        @Override
        public CharSequence getCharContent(boolean ignoreEncodingErrors) {
            return text;
        }
    }

    /** Writes the classes of the mutant into the folder, which is made. */
    void compile(Mutant mutant, Path classes) throws IOException {
        Files.createDirectories(classes);
        DiagnosticCollector<JavaFileObject> said = new DiagnosticCollector<>();
        boolean compiled = compiler.getTask(null, files, said,
                List.of("-d", classes.toString(), "-proc:none", "-implicit:none", "-Xlint:none", "-nowarn",
                        "-cp", System.getProperty("java.class.path")),
                null, List.of(new Source(mutant.file().getFileName().toString(), mutant.source()))).call();
        if (!compiled) {
            throw new IllegalStateException("mutant " + mutant.id() + " does not compile: "
                    + said.getDiagnostics().stream().filter(each -> each.getKind() == Diagnostic.Kind.ERROR)
                            .map(each -> each.getMessage(Locale.ROOT)).collect(Collectors.joining(" / ")));
        }
    }

    @Override
    public void close() throws IOException {
        files.close();
    }
}
