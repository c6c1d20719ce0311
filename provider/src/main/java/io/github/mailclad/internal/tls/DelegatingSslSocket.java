package io.github.mailclad.internal.tls;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketAddress;
import java.net.SocketException;
import java.net.SocketOption;
import java.nio.channels.SocketChannel;
import java.util.Set;
import javax.net.ssl.HandshakeCompletedListener;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSession;
import javax.net.ssl.SSLSocket;
import org.jspecify.annotations.Nullable;

/**
 * An {@link SSLSocket} that delegates to another one. The setters of {@code SSLSocket} that change
 * the security of the connection do nothing here, because that is decided before the socket exists.
 */
@SuppressWarnings(
    "UnsynchronizedOverridesSynchronized") // nothing is kept here that a lock would guard
abstract class DelegatingSslSocket extends SSLSocket {
  /** Returns the socket that this one delegates to. */
  abstract SSLSocket tls();

  @Override
  public String[] getSupportedCipherSuites() {
    return tls().getSupportedCipherSuites();
  }

  @Override
  public String[] getEnabledCipherSuites() {
    return tls().getEnabledCipherSuites();
  }

  @Override
  public void setEnabledCipherSuites(String[] suites) {}

  @Override
  public String[] getSupportedProtocols() {
    return tls().getSupportedProtocols();
  }

  @Override
  public String[] getEnabledProtocols() {
    return tls().getEnabledProtocols();
  }

  @Override
  public void setEnabledProtocols(String[] protocols) {}

  @Override
  public SSLParameters getSSLParameters() {
    return tls().getSSLParameters();
  }

  @Override
  public void setSSLParameters(SSLParameters parameters) {}

  @Override
  public @Nullable SSLSession getHandshakeSession() {
    return tls().getHandshakeSession();
  }

  @Override
  public @Nullable String getApplicationProtocol() {
    return tls().getApplicationProtocol();
  }

  @Override
  public @Nullable String getHandshakeApplicationProtocol() {
    return tls().getHandshakeApplicationProtocol();
  }

  @Override
  public void addHandshakeCompletedListener(HandshakeCompletedListener listener) {
    tls().addHandshakeCompletedListener(listener);
  }

  @Override
  public void removeHandshakeCompletedListener(HandshakeCompletedListener listener) {
    tls().removeHandshakeCompletedListener(listener);
  }

  @Override
  public void setUseClientMode(boolean client) {}

  @Override
  public boolean getUseClientMode() {
    return true;
  }

  @Override
  public void setNeedClientAuth(boolean need) {}

  @Override
  public boolean getNeedClientAuth() {
    return false;
  }

  @Override
  public void setWantClientAuth(boolean want) {}

  @Override
  public boolean getWantClientAuth() {
    return false;
  }

  @Override
  public void setEnableSessionCreation(boolean enable) {}

  @Override
  public boolean getEnableSessionCreation() {
    return true;
  }

  @Override
  public InetAddress getInetAddress() {
    return tls().getInetAddress();
  }

  @Override
  public InetAddress getLocalAddress() {
    return tls().getLocalAddress();
  }

  @Override
  public int getPort() {
    return tls().getPort();
  }

  @Override
  public int getLocalPort() {
    return tls().getLocalPort();
  }

  @Override
  public @Nullable SocketAddress getRemoteSocketAddress() {
    return tls().getRemoteSocketAddress();
  }

  @Override
  public @Nullable SocketAddress getLocalSocketAddress() {
    return tls().getLocalSocketAddress();
  }

  @Override
  public @Nullable SocketChannel getChannel() {
    return tls().getChannel();
  }

  @Override
  public void setTcpNoDelay(boolean on) throws SocketException {
    tls().setTcpNoDelay(on);
  }

  @Override
  public boolean getTcpNoDelay() throws SocketException {
    return tls().getTcpNoDelay();
  }

  @Override
  public void setSoLinger(boolean on, int seconds) throws SocketException {
    tls().setSoLinger(on, seconds);
  }

  @Override
  public int getSoLinger() throws SocketException {
    return tls().getSoLinger();
  }

  @Override
  public void setSoTimeout(int millis) throws SocketException {
    tls().setSoTimeout(millis);
  }

  @Override
  public int getSoTimeout() throws SocketException {
    return tls().getSoTimeout();
  }

  @Override
  public void setSendBufferSize(int size) throws SocketException {
    tls().setSendBufferSize(size);
  }

  @Override
  public int getSendBufferSize() throws SocketException {
    return tls().getSendBufferSize();
  }

  @Override
  public void setReceiveBufferSize(int size) throws SocketException {
    tls().setReceiveBufferSize(size);
  }

  @Override
  public int getReceiveBufferSize() throws SocketException {
    return tls().getReceiveBufferSize();
  }

  @Override
  public void setKeepAlive(boolean on) throws SocketException {
    tls().setKeepAlive(on);
  }

  @Override
  public boolean getKeepAlive() throws SocketException {
    return tls().getKeepAlive();
  }

  @Override
  public void setTrafficClass(int trafficClass) throws SocketException {
    tls().setTrafficClass(trafficClass);
  }

  @Override
  public int getTrafficClass() throws SocketException {
    return tls().getTrafficClass();
  }

  @Override
  public void setReuseAddress(boolean on) throws SocketException {
    tls().setReuseAddress(on);
  }

  @Override
  public boolean getReuseAddress() throws SocketException {
    return tls().getReuseAddress();
  }

  @Override
  public <T> Socket setOption(SocketOption<T> name, T value) throws IOException {
    tls().setOption(name, value);
    return this;
  }

  @Override
  public <T> T getOption(SocketOption<T> name) throws IOException {
    return tls().getOption(name);
  }

  @Override
  public Set<SocketOption<?>> supportedOptions() {
    return tls().supportedOptions();
  }

  @Override
  public boolean isConnected() {
    return tls().isConnected();
  }

  @Override
  public boolean isBound() {
    return tls().isBound();
  }

  @Override
  public boolean isClosed() {
    return tls().isClosed();
  }

  @Override
  public void shutdownInput() throws IOException {
    tls().shutdownInput();
  }

  @Override
  public void shutdownOutput() throws IOException {
    tls().shutdownOutput();
  }

  @Override
  public boolean isInputShutdown() {
    return tls().isInputShutdown();
  }

  @Override
  public boolean isOutputShutdown() {
    return tls().isOutputShutdown();
  }

  @Override
  public String toString() {
    return getClass().getSimpleName() + "[" + tls() + "]";
  }
}
