package org.hpvm.minicluster.junit;

import java.io.IOException;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import org.apache.hadoop.yarn.api.records.ApplicationReport;
import org.apache.hadoop.yarn.api.records.YarnApplicationState;
import org.apache.hadoop.yarn.client.api.YarnClient;
import org.apache.hadoop.yarn.exceptions.YarnException;

/** YARN applications that have not ended. */
record LeftApplications(YarnClient client, Duration patience) implements Watch {
    private static final EnumSet<YarnApplicationState> ENDED =
            EnumSet.of(YarnApplicationState.FINISHED, YarnApplicationState.FAILED, YarnApplicationState.KILLED);

    @Override
    public String kind() {
        return "applications";
    }

    @Override
    public List<String> left() throws IOException {
        return alive().stream()
                .map(report -> report.getApplicationId() + " (" + report.getName() + ", "
                        + report.getYarnApplicationState() + ')')
                .toList();
    }

    @Override
    public void clean() throws IOException {
        for (ApplicationReport report : alive()) {
            try {
                client.killApplication(report.getApplicationId());
            } catch (YarnException e) {
                throw new IOException("kill " + report.getApplicationId() + ": " + e.getMessage(), e);
            }
        }
    }

    private List<ApplicationReport> alive() throws IOException {
        try {
            return client.getApplications(EnumSet.complementOf(ENDED));
        } catch (YarnException e) {
            throw new IOException("list applications: " + e.getMessage(), e);
        }
    }
}
