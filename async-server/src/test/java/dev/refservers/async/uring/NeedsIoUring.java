package dev.refservers.async.uring;

import dev.refservers.linux.IoUring;
import org.junit.jupiter.api.extension.ConditionEvaluationResult;
import org.junit.jupiter.api.extension.ExecutionCondition;
import org.junit.jupiter.api.extension.ExtensionContext;

/** Skips tests where no ring can be made, and says why. */
final class NeedsIoUring implements ExecutionCondition {

    @Override
    public ConditionEvaluationResult evaluateExecutionCondition(ExtensionContext context) {
        return IoUring.unavailable().map(ConditionEvaluationResult::disabled).orElseGet(
                () -> ConditionEvaluationResult.enabled("io_uring is available"));
    }
}
