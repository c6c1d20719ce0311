package io.github.mailclad.spring.autoconfigure;

import java.security.cert.X509Certificate;
import java.util.AbstractList;
import java.util.Iterator;
import java.util.List;

/**
 * The current trust anchors of an SSL bundle, for properties that are copied. Each copy of the list
 * shows the last reload, as a whole. Thread-safe.
 */
final class LiveAnchors extends AbstractList<X509Certificate> {
  private volatile List<X509Certificate> now;

  LiveAnchors(List<X509Certificate> now) {
    this.now = List.copyOf(now);
  }

  void reloaded(List<X509Certificate> anchors) {
    now = List.copyOf(anchors);
  }

  @Override
  public X509Certificate get(int index) {
    return now.get(index);
  }

  @Override
  public int size() {
    return now.size();
  }

  @Override
  public Iterator<X509Certificate> iterator() {
    return now.iterator();
  }

  @Override
  public Object[] toArray() {
    return now.toArray();
  }
}
