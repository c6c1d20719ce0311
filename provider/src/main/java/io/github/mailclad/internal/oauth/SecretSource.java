package io.github.mailclad.internal.oauth;

import io.github.mailclad.internal.text.Escaped;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/** The source of a secret. Its text never contains the secret. */
public sealed interface SecretSource {

  /**
   * Returns the present secret.
   *
   * @throws IOException if the secret cannot be read; the message says why, in words for people,
   *     without it
   */
  String read() throws IOException;

  /** A secret in a setting. */
  record Given(String secret) implements SecretSource {
    @Override
    public String read() {
      return secret;
    }

    @Override
    public String toString() {
      return "the text of the setting";
    }
  }

  /**
   * A secret in a file of its own, in UTF-8. White space around it is not part of it. The file is
   * read whenever the secret is needed, because a secret manager may have replaced it.
   */
  record InFile(Path file) implements SecretSource {
    private static final int LARGEST = 64 << 10;

    @Override
    public String read() throws IOException {
      byte[] octets;
      try (InputStream in = Files.newInputStream(file)) {
        octets = in.readNBytes(LARGEST + 1);
      } catch (NoSuchFileException e) {
        throw new IOException("there is no file " + file, e);
      } catch (IOException e) {
        throw new IOException("the file " + file + " cannot be read", e);
      }
      if (octets.length > LARGEST) {
        throw new IOException("the file " + file + " is too large for a secret");
      }
      String text = decoded(octets).strip();
      if (text.isEmpty()) {
        throw new IOException("the file " + file + " is empty");
      }
      if (Escaped.hasControl(text)) {
        throw new IOException("the file " + file + " has more than one line");
      }
      return text;
    }

    private String decoded(byte[] octets) throws IOException {
      try {
        return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(octets)).toString();
      } catch (CharacterCodingException e) {
        throw new IOException("the file " + file + " is not text in UTF-8", e);
      }
    }

    @Override
    public String toString() {
      return file.toString();
    }
  }
}
