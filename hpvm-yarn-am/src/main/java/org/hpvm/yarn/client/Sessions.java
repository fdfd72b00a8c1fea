package org.hpvm.yarn.client;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.io.Text;
import org.apache.hadoop.security.Credentials;
import org.apache.hadoop.yarn.api.records.ApplicationId;
import org.apache.hadoop.yarn.api.records.ApplicationReport;
import org.hpvm.container.protocol.ApplicationSecret;
import org.hpvm.dfs.file.CommitOutcome;
import org.hpvm.dfs.file.Publication;
import org.hpvm.error.ErrorCode;
import org.hpvm.error.HpvmException;
import org.hpvm.model.ByteSize;
import org.hpvm.yarn.launch.SessionName;

/**
 * The user's sessions. How one is reached, its application and its secret, is a file in HDFS that only the user may
 * read.
 */
public record Sessions(Cluster cluster) {
    private static final Text APPLICATION = new Text("hpvm.application.id");

    /**
     * Submits a session's application; does not wait for its server.
     *
     * @throws HpvmException if a session of that name lives
     */
    public Application start(SessionName name) throws IOException, InterruptedException {
        Optional<ApplicationReport> before = living(name);
        if (before.isPresent()) {
            throw exists(name, before.get().getApplicationId());
        }
        Storage storage = cluster.storage();
        storage.files().mkdirs(path(name).getParent(), Cluster.OWNER_ONLY);
        storage.files().delete(path(name), false);
        Application application = cluster.submit(new Submission(
                "session " + name,
                Optional.of(name.tag()),
                new ByteSize(0),
                name.variables(),
                Map.of(),
                Optional.empty()));
        Credentials credentials = new Credentials();
        application.secret().addTo(credentials);
        credentials.addSecretKey(APPLICATION, application.id().toString().getBytes(StandardCharsets.UTF_8));
        CommitOutcome outcome = Publication.publish(
                storage.files(), path(name), out -> credentials.writeTokenStorageToStream(new DataOutputStream(out)));
        boolean isOurs = outcome.match(committed -> true, conflict -> false, unknown -> false);
        if (!isOurs) {
            application.kill();
            application.awaitEnd();
            cluster.removeStateOf(application.id());
            throw new HpvmException(
                    ErrorCode.EXISTS, "start session " + name + ": another was started at the same moment");
        }
        return application;
    }

    /**
     * A session that lives.
     *
     * @throws HpvmException if there is none of that name, or it has ended
     */
    public Application find(SessionName name) throws IOException {
        Credentials credentials = read(name).orElseThrow(() -> missing(name));
        ApplicationId id = application(credentials);
        ApplicationReport report = cluster.applications().get(id);
        if (Applications.isOver(report)) {
            remove(name);
            throw new HpvmException(
                    ErrorCode.INVALID,
                    "find session " + name + ": it has ended: "
                            + String.valueOf(report.getDiagnostics()).strip() + "; hpvm session start " + name
                            + " starts it again");
        }
        return cluster.application(id, ApplicationSecret.of(credentials));
    }

    /** The sessions that live, with their applications. */
    public Map<SessionName, ApplicationReport> list() throws IOException {
        Map<SessionName, ApplicationReport> sessions = new TreeMap<>(java.util.Comparator.comparing(SessionName::text));
        for (ApplicationReport report : cluster.applications().list(false)) {
            for (String tag : report.getApplicationTags()) {
                SessionName.ofTag(tag).ifPresent(name -> sessions.put(name, report));
            }
        }
        return sessions;
    }

    /** Removes how a session was reached. */
    public void remove(SessionName name) throws IOException {
        cluster.files().delete(path(name), false);
    }

    private Optional<ApplicationReport> living(SessionName name) throws IOException {
        return Optional.ofNullable(list().get(name));
    }

    private Path path(SessionName name) {
        return cluster.root().session(name.text());
    }

    /** The application of a session whose file this is; empty if it is none. */
    public Optional<ApplicationId> owner(Path session) throws IOException {
        try {
            return read(session)
                    .filter(found -> found.getSecretKey(APPLICATION) != null)
                    .map(Sessions::application);
        } catch (EOFException e) {
            return Optional.empty();
        }
    }

    private Optional<Credentials> read(SessionName name) throws IOException {
        return read(path(name));
    }

    private Optional<Credentials> read(Path session) throws IOException {
        Credentials credentials = new Credentials();
        try (DataInputStream in = cluster.files().open(session)) {
            credentials.readTokenStorageStream(in);
            return Optional.of(credentials);
        } catch (FileNotFoundException e) {
            return Optional.empty();
        }
    }

    private static ApplicationId application(Credentials credentials) {
        return ApplicationId.fromString(new String(credentials.getSecretKey(APPLICATION), StandardCharsets.UTF_8));
    }

    private static HpvmException missing(SessionName name) {
        return new HpvmException(
                ErrorCode.INVALID,
                "find session " + name + ": there is none of that name; hpvm session ls lists them, hpvm session start "
                        + name + " starts it");
    }

    private static HpvmException exists(SessionName name, ApplicationId id) {
        return new HpvmException(ErrorCode.EXISTS, "start session " + name + ": it runs already, as " + id);
    }
}
