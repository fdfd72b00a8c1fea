package org.hpvm.minicluster.junit;

import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.apache.hadoop.conf.Configuration;
import org.hpvm.minicluster.ClusterPlan;
import org.hpvm.minicluster.EmbeddedCluster;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/**
 * Gives tests a cluster, and fails a test that leaves something behind.
 *
 * <p>{@code @ExtendWith(HpvmCluster.class)} is enough; tests and their set-up methods may then have parameters of type
 * {@link EmbeddedCluster} and {@link Configuration}. All classes of a JVM that plan the same share one cluster, with
 * machines {@code bigboy}, {@code laptop} and {@code palm} unless planned otherwise.
 *
 * <p>After each test every application must have ended within 20 s, and 10 s later no process of a container, no file
 * in {@code /dev/shm}, no directory of a gateway in {@code /tmp} and no staging directory in HDFS may be left. What is
 * left fails that test and is removed, so that the next one is not blamed. If a test fails, the ends of its containers'
 * logs go to standard error.
 */
public final class HpvmCluster implements BeforeAllCallback, BeforeEachCallback, AfterEachCallback, ParameterResolver {
    /** What an application keeps in HDFS only while it runs. */
    public static final List<String> STAGING = List.of("/user/*/.hpvm/apps/*");

    private static final ExtensionContext.Namespace NAMESPACE = ExtensionContext.Namespace.create(HpvmCluster.class);

    private final UnaryOperator<ClusterPlan> planned;
    private final List<String> hdfsGlobs;

    /** The usual cluster. */
    public HpvmCluster() {
        this(plan -> plan, STAGING);
    }

    private HpvmCluster(UnaryOperator<ClusterPlan> planned, List<String> hdfsGlobs) {
        this.planned = planned;
        this.hdfsGlobs = List.copyOf(hdfsGlobs);
    }

    /** Another cluster, for a static field with {@code @RegisterExtension}: changes the plan of the usual one. */
    public static HpvmCluster planned(UnaryOperator<ClusterPlan> change) {
        return new HpvmCluster(change, STAGING);
    }

    /** These paths in HDFS must be gone after each test, instead of {@link #STAGING}. */
    public HpvmCluster watchingHdfs(List<String> globs) {
        return new HpvmCluster(planned, globs);
    }

    /** The cluster of the test that this extension has begun; for extensions that come after it. */
    public static EmbeddedCluster of(ExtensionContext context) {
        RunningTest test = context.getStore(NAMESPACE).get(RunningTest.class, RunningTest.class);
        if (test == null) {
            throw new IllegalStateException(
                    context.getDisplayName() + ": no HpvmCluster comes before the extension that asks for one");
        }
        return test.cluster();
    }

    @Override
    public void beforeAll(ExtensionContext context) {
        shared(context);
    }

    @Override
    public void beforeEach(ExtensionContext context) throws IOException {
        SharedCluster shared = shared(context);
        LeakCheck check = shared.leakCheck(hdfsGlobs);
        check.begin();
        context.getStore(NAMESPACE).put(RunningTest.class, new RunningTest(shared.cluster(), check, Instant.now()));
    }

    @Override
    public void afterEach(ExtensionContext context) throws IOException, InterruptedException {
        RunningTest test = context.getStore(NAMESPACE).get(RunningTest.class, RunningTest.class);
        if (test == null) {
            return;
        }
        Optional<String> leak = test.check().end();
        if (leak.isPresent() || context.getExecutionException().isPresent()) {
            System.err.println("Container logs since the start of " + context.getDisplayName() + ":\n"
                    + shared(context).logs().since(test.start()));
        }
        if (leak.isPresent()) {
            throw new AssertionError(context.getDisplayName() + " " + leak.get());
        }
    }

    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
        Class<?> type = parameter.getParameter().getType();
        return type == EmbeddedCluster.class || type == Configuration.class;
    }

    @Override
    public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
        EmbeddedCluster cluster = shared(context).cluster();
        return parameter.getParameter().getType() == EmbeddedCluster.class ? cluster : cluster.configuration();
    }

    private SharedCluster shared(ExtensionContext context) {
        ClusterPlan plan = planned.apply(ClusterPlan.of(SharedCluster.freshDirectory(), "bigboy", "laptop", "palm"));
        // The directory is fresh each time and no part of what is planned.
        String key = plan.machines() + " " + plan.memoryMebibytes() + ' ' + plan.vcores() + ' ' + plan.properties();
        return context.getRoot()
                .getStore(NAMESPACE)
                .getOrComputeIfAbsent(key, ignored -> start(plan), SharedCluster.class);
    }

    private static SharedCluster start(ClusterPlan plan) {
        try {
            return SharedCluster.start(plan);
        } catch (IOException e) {
            throw new IllegalStateException("start a cluster for tests: " + e.getMessage(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("start a cluster for tests: interrupted", e);
        }
    }

    private record RunningTest(EmbeddedCluster cluster, LeakCheck check, Instant start) {}
}
