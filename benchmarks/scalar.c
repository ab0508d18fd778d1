/* Many 2-2-1 networks on XOR, one after another in every step: mean binary cross-entropy, Adam. */
#include <math.h>
#include <stdlib.h>

#define PARAMETERS 9 /* W1 row by row, b1, W2, b2 */
#define SAMPLES 4

static const double X[SAMPLES][2] = {{0, 0}, {0, 1}, {1, 0}, {1, 1}};
static const double T[SAMPLES] = {0, 1, 1, 0};

static double sigmoid(double z) { return 1 / (1 + exp(-z)); }

static void gradient(const double *p, double *g) {
    for (int i = 0; i < PARAMETERS; i++) g[i] = 0;
    for (int n = 0; n < SAMPLES; n++) {
        const double *x = X[n];
        double h1 = sigmoid(x[0] * p[0] + x[1] * p[2] + p[4]);
        double h2 = sigmoid(x[0] * p[1] + x[1] * p[3] + p[5]);
        double d = (sigmoid(h1 * p[6] + h2 * p[7] + p[8]) - T[n]) / SAMPLES;
        double d1 = d * p[6] * h1 * (1 - h1), d2 = d * p[7] * h2 * (1 - h2);
        g[0] += x[0] * d1; g[1] += x[0] * d2;
        g[2] += x[1] * d1; g[3] += x[1] * d2;
        g[4] += d1; g[5] += d2;
        g[6] += h1 * d; g[7] += h2 * d; g[8] += d;
    }
}

/* theta: one network after another. Returns 0, or 1 when there is no memory. */
int train(double *theta, long networks, long steps) {
    double *m = calloc(2 * PARAMETERS * networks, sizeof *m), g[PARAMETERS];
    if (!m) return 1;
    double *v = m + PARAMETERS * networks;
    for (long step = 1; step <= steps; step++) {
        double rest1 = 1 - pow(0.9, step), rest2 = 1 - pow(0.999, step);
        for (long k = 0; k < PARAMETERS * networks; k += PARAMETERS) {
            gradient(theta + k, g);
            for (int i = 0; i < PARAMETERS; i++) {
                m[k + i] = 0.9 * m[k + i] + 0.1 * g[i];
                v[k + i] = 0.999 * v[k + i] + 0.001 * g[i] * g[i];
                theta[k + i] -= 0.01 * (m[k + i] / rest1) / (sqrt(v[k + i] / rest2) + 1e-8);
            }
        }
    }
    free(m);
    return 0;
}
