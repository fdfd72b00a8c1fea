package org.hpvm.yarn.client;

import java.io.IOException;
import java.io.PrintStream;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.yarn.api.records.ApplicationId;
import org.apache.hadoop.yarn.client.cli.LogsCLI;
import org.apache.hadoop.yarn.conf.YarnConfiguration;
import org.apache.hadoop.yarn.webapp.util.WebServiceClient;
import org.hpvm.error.ErrorCode;
import org.hpvm.error.HpvmException;

/**
 * What the containers of an application have printed: from the NodeManagers while it runs, from where YARN has gathered
 * it afterwards. Hadoop's own {@code yarn logs} does the reading.
 */
public record ApplicationLogs(Configuration configuration, Applications applications) {
    /**
     * Prints all logs.
     *
     * @throws HpvmException if there are none to be had, with the reason
     */
    public void print(ApplicationId id, PrintStream out) throws IOException {
        boolean isOver = Applications.isOver(applications.get(id));
        if (isOver
                && !configuration.getBoolean(
                        YarnConfiguration.LOG_AGGREGATION_ENABLED, YarnConfiguration.DEFAULT_LOG_AGGREGATION_ENABLED)) {
            throw new HpvmException(
                    ErrorCode.INVALID,
                    "print the logs of " + id + ": it has ended, and this cluster gathers no logs"
                            + " (yarn.log-aggregation-enable is false); they were on the machines' disks only");
        }
        if (read(id, out) != 0) {
            throw new HpvmException(
                    ErrorCode.UNAVAILABLE,
                    "print the logs of " + id + ": "
                            + (isOver
                                    ? "YARN has not gathered them yet, or no longer has them; try again in a moment"
                                    : "no machine has any yet; try again in a moment"));
        }
    }

    private int read(ApplicationId id, PrintStream out) throws IOException {
        PrintStream before = System.out;
        // It prints to the standard output only.
        System.setOut(out);
        Configuration yarn = new YarnConfiguration(configuration);
        LogsCLI reader = new LogsCLI();
        reader.setConf(yarn);
        try {
            WebServiceClient.initialize(yarn);
            return reader.run(new String[] {"-applicationId", id.toString()});
        } catch (IOException e) {
            throw e;
        } catch (Exception e) {
            throw HpvmException.of(e, ErrorCode.UNAVAILABLE, "print the logs of " + id);
        } finally {
            WebServiceClient.destroy();
            out.flush();
            System.setOut(before);
        }
    }
}
