package io.github.mailclad.angus;

import io.github.mailclad.internal.config.Pipelining;
import io.github.mailclad.internal.reuse.ConnectionReuse;

/**
 * The options of the application that decide about groups.
 *
 * @param allowed whether commands may be sent in groups
 * @param partial whether a message may go to some of its recipients
 * @param ownChunks whether Angus sends messages in chunks of the application's size
 * @param untried whether the server has replied to nothing since another transport closed
 * @param careful whether the connection may have ended, so that a message must not be lost on it
 */
record PipelineOptions(
    boolean allowed, boolean partial, boolean ownChunks, boolean untried, boolean careful) {
  /** Returns the options for a message on the connection of a transport. */
  static PipelineOptions of(
      OutgoingMessage message, MailConnector connector, ConnectionReuse reuse) {
    boolean partial = message.getSendPartial() || connector.isTrue("sendpartial");
    return new PipelineOptions(
        connector.config().speed().pipelining() == Pipelining.OFFERED,
        partial,
        connector.setting("chunksize").isPresent(),
        reuse.isUntried(),
        reuse.mayHaveEnded());
  }
}
