// Brings a figure's scripts when the reader comes near, or when the address asks for a state of it. Until then, without
// scripts and on paper, the figure that stands in the page is all there is.
{
  const fetched = new Map();
  const fetch = (src) => {
    if (!fetched.has(src))
      fetched.set(src, new Promise((resolve, reject) => {
        const script = document.createElement("script");
        document.head.append(Object.assign(script, { src, async: false, onload: resolve, onerror: reject }));
      }));
    return fetched.get(src);
  };

  const near = new IntersectionObserver((entries) => {
    for (const { target, isIntersecting } of entries) if (isIntersecting) target.show();
  }, { rootMargin: "200px" });

  customElements.define("book-figure", class extends HTMLElement {
    connectedCallback() {
      near.observe(this);
      if (location.hash.startsWith(`#${this.id}?`)) this.show().then(() => this.scrollIntoView());
    }

    disconnectedCallback() {
      near.unobserve(this);
      this.end?.();
      this.end = null;
      this.dataset.room &&= "";
    }

    async show() {
      near.unobserve(this);
      const src = new URL(this.getAttribute("src"), document.baseURI);
      const needed = [new URL(this.getAttribute("shared"), src), src];
      if (this.dataset.problems) needed.push(new URL(this.dataset.problems, document.baseURI));
      try {
        await Promise.all(needed.map(({ href }) => fetch(href)));
        if (!this.isConnected || this.end) return;
        this.end = bookFigures[this.getAttribute("name")](this);
        this.dataset.room = "live";
      } catch (error) {
        delete this.dataset.room; // the figure of the page stays, and takes its own room
        if (error instanceof Error) reportError(error);
      }
    }
  });
}
