package org.hpvm.yarn.server;

import java.io.IOException;
import java.util.concurrent.CompletableFuture;
import org.apache.hadoop.ipc.ProtobufRpcEngine2;
import org.apache.hadoop.ipc.ProtobufRpcEngineCallback2;
import org.apache.hadoop.thirdparty.protobuf.Message;
import org.jspecify.annotations.Nullable;

/** Answers a call of Hadoop IPC later, so that no thread of the server waits for what takes time. */
final class Deferred {
    private Deferred() {}

    /** What the method that was called must return, so that the answer can come later. */
    @SuppressWarnings("NullAway") // Hadoop takes null for "not yet"
    static <T extends Message> T answerWith(CompletableFuture<T> answer) {
        ProtobufRpcEngineCallback2 callback = ProtobufRpcEngine2.Server.registerForDeferredResponse2();
        var unused = answer.whenComplete((message, failure) -> send(callback, message, failure));
        return null;
    }

    private static void send(
            ProtobufRpcEngineCallback2 callback, @Nullable Message message, @Nullable Throwable failure) {
        if (message != null) {
            callback.setResponse(message);
        } else {
            Throwable cause = failure != null && failure.getCause() != null ? failure.getCause() : failure;
            callback.error(cause == null ? new IOException("no answer") : cause);
        }
    }
}
