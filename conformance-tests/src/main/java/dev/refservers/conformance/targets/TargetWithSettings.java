package dev.refservers.conformance.targets;

import dev.refservers.conformance.script.Capability;
import dev.refservers.conformance.script.Script;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Another target, each of its servers started with settings beside those that a script asks for. */
record TargetWithSettings(Target target, Map<String, String> settings) implements Target {

    @Override
    public String name() {
        StringBuilder name = new StringBuilder(target.name());
        settings.forEach((option, value) -> name.append(' ').append(option).append('=').append(value));
        return name.toString();
    }

    @Override
    public String description() {
        return target.description();
    }

    @Override
    public Set<String> protocols() {
        return target.protocols();
    }

    @Override
    public Map<Capability, String> lacks() {
        return target.lacks();
    }

    @Override
    public double patience() {
        return target.patience();
    }

    @Override
    public Optional<String> unavailable() {
        return target.unavailable();
    }

    @Override
    public Optional<String> obstacle() {
        return target.obstacle();
    }

    @Override
    public Optional<InetSocketAddress> existing() {
        return target.existing();
    }

    @Override
    public Optional<String> refuses(Script script) {
        return target.refuses(script);
    }

    @Override
    public Optional<String> cannotStartWith(Map<String, String> more) {
        return target.cannotStartWith(both(more));
    }

    @Override
    public RunningServer start(String protocol, Map<String, String> more) throws IOException {
        return target.start(protocol, both(more));
    }

    private Map<String, String> both(Map<String, String> more) {
        Map<String, String> both = new HashMap<>(settings);
        both.putAll(more);
        return both;
    }
}
