"""Runs a batch job: hands mini batches of files to worker processes that call the user's init() and run().

Started with the path of a JSON file that says what to do. Writes one JSON object a line to standard output: progress,
then the end. The user's own output goes to files below the log folder.
"""
import json
import os
import queue
import select
import subprocess
import sys
import threading
import time


class Worker:
    """One process that has called init() and answers one mini batch at a time."""

    def __init__(self, number, spec):
        self.number, self.spec, self.process = number, spec, None

    def start(self):
        asks, self.ask = os.pipe()
        self.reply, replies = os.pipe()
        folder = os.path.join(self.spec["logs"], "logs", "user", "stdout", "0")
        os.makedirs(folder, exist_ok=True)
        out = open(os.path.join(folder, f"process{self.number:03}.stdout.txt"), "ab")
        arguments = [sys.executable, "-u", __file__, "--worker", str(asks), str(replies), self.spec["file"]]
        self.process = subprocess.Popen(arguments, pass_fds=(asks, replies), stdout=out, stderr=subprocess.STDOUT,
                                        stdin=subprocess.DEVNULL, cwd=os.path.dirname(self.spec["script"]))
        out.close()
        os.close(asks)
        os.close(replies)
        self.rest = b""
        # init() may take long: loading a model is not what the time of a mini batch is for.
        return self.read(None)

    def read(self, seconds):
        """The next answer; None when it does not come in time, or the process has ended."""
        end = None if seconds is None else time.monotonic() + seconds
        while b"\n" not in self.rest:
            wait = None if end is None else max(0, end - time.monotonic())
            if not select.select([self.reply], [], [], wait)[0]:
                return {"error": f"run() did not end within {seconds:g} seconds", "dead": True}
            part = os.read(self.reply, 65536)
            if part == b"":
                self.process.wait()
                return {"error": f"the process ended with exit code {self.process.returncode}", "dead": True}
            self.rest += part
        line, self.rest = self.rest.split(b"\n", 1)
        return json.loads(line)

    def call(self, batch):
        try:
            os.write(self.ask, json.dumps(batch).encode() + b"\n")
        except BrokenPipeError:
            pass
        return self.read(self.spec["timeoutSeconds"])

    def stop(self):
        if self.process is None:
            return
        self.process.kill()
        self.process.wait()
        os.close(self.ask)
        os.close(self.reply)
        self.process = None


class Job:
    def __init__(self, spec):
        self.spec = spec
        size, files = spec["miniBatchSize"], spec["files"]
        self.batches = [files[at:at + size] for at in range(0, len(files), size)]
        self.queue = queue.Queue()
        for index, batch in enumerate(self.batches):
            self.queue.put((index, batch, 1))
        self.lock, self.stopping = threading.Lock(), threading.Event()
        self.done = self.succeeded = self.failed = self.rows = 0
        self.error = None

    def log(self, name, text):
        path = os.path.join(self.spec["logs"], name)
        os.makedirs(os.path.dirname(path), exist_ok=True)
        with open(path, "a", encoding="utf-8") as file:
            file.write(text.rstrip("\n") + "\n")

    def note(self, level, text):
        order = ["Debug", "Info", "Warning"]
        if order.index(level) >= order.index(self.spec["loggingLevel"]):
            self.log("logs/job_progress_overview.txt", f"{time.strftime('%Y-%m-%d %H:%M:%S')} {level.upper()} {text}")

    def give_up(self, reason):
        if self.error is None:
            self.error = reason
        self.stopping.set()

    def finish(self, batch, answer):
        """Books the end of a mini batch. Fewer results than files means that files failed."""
        good = min(answer.get("rows", 0), len(batch))
        self.done += 1
        self.succeeded += good
        self.failed += len(batch) - good
        if self.spec["appendsRows"] and answer.get("text"):
            with open(os.path.join(self.spec["output"], self.spec["outputFileName"]), "a", encoding="utf-8") as file:
                file.write(answer["text"])
        self.rows += answer.get("rows", 0)
        self.note("Info", f"{self.done} of {len(self.batches)} mini batches processed, {self.failed} file(s) failed")
        print(json.dumps({"done": self.done, "of": len(self.batches), "failed": self.failed}), flush=True)
        threshold = self.spec["errorThreshold"]
        if 0 <= threshold < self.failed:
            self.give_up(f"{self.failed} file(s) failed, which exceeds error_threshold {threshold}")

    def take(self, worker, index, batch, attempt):
        answer = worker.call(batch)
        if answer.get("dead"):
            worker.stop()
        with self.lock:
            if "error" not in answer:
                self.note("Debug", f"mini batch {index}: {answer['rows']} result(s) in attempt {attempt}")
                return self.finish(batch, answer)
            names = ", ".join(os.path.basename(path) for path in batch)
            if answer.get("ends"):
                self.log("logs/user/error.txt", f"mini batch {index} ({names}):\n{answer['error']}")
                return self.give_up(answer["error"].strip().splitlines()[-1].split(": ", 1)[-1])
            tries = 1 + self.spec["maxRetries"]
            self.note("Warning", f"mini batch {index} failed in attempt {attempt} of {tries}")
            self.log("logs/user/error.txt", f"mini batch {index} ({names}), attempt {attempt} of {tries}:\n{answer['error']}")
            if attempt < tries:
                self.queue.put((index, batch, attempt + 1))
            else:
                self.finish(batch, {})

    def work(self, number):
        worker = Worker(number, self.spec)
        try:
            while not self.stopping.is_set() and self.done < len(self.batches):
                if worker.process is None:
                    ready = worker.start()
                    if "error" in ready:
                        self.log("logs/user/error.txt", f"init() of process {number}:\n{ready['error']}")
                        last = ready["error"].strip().splitlines()[-1]
                        return self.give_up(f"init() failed: {last}")
                try:
                    index, batch, attempt = self.queue.get(timeout=0.05)
                except queue.Empty:
                    continue
                self.take(worker, index, batch, attempt)
        finally:
            worker.stop()

    def run(self):
        count = max(1, min(self.spec["workers"], len(self.batches)))
        threads = [threading.Thread(target=self.work, args=(number,)) for number in range(count)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        if self.error is None and self.succeeded == 0:
            self.error = ("No succeeded mini batch item returned from run(). Please check 'response: run()' in "
                          "https://aka.ms/batch-inference-documentation.")
        if self.error is not None:
            self.note("Warning", f"The job failed: {self.error}")
        print(json.dumps({"end": True, "error": self.error, "failed": self.failed}), flush=True)


def rows_of(result):
    """Results as lines of text: a data frame without names and index, separated by spaces; a list one element a line."""
    if hasattr(result, "to_csv"):
        return len(result), result.to_csv(header=False, index=False, sep=" ")
    if not hasattr(result, "__len__") or isinstance(result, (str, bytes, dict)):
        raise TypeError(f"run() must return a list or a pandas DataFrame, not {type(result).__name__}")
    return len(result), "".join(f"{item}\n" for item in result)


def be_worker(asks, replies, spec):
    import importlib.util
    import traceback
    sys.argv = [spec["script"], "--logging_level", spec["loggingLevel"].upper()]
    sys.path.insert(0, os.path.dirname(spec["script"]))

    def answer(value):
        os.write(replies, json.dumps(value).encode() + b"\n")

    try:
        module = importlib.util.module_from_spec(found := importlib.util.spec_from_file_location("entry", spec["script"]))
        found.loader.exec_module(module)
        module.init()
        answer({})
    except BaseException:
        return answer({"error": traceback.format_exc()})
    for line in os.fdopen(asks, "r"):
        try:
            count, text = rows_of(module.run(json.loads(line)))
            answer({"rows": count, "text": text})
        except Exception as error:
            traceback.print_exc()
            # A script of the service's own may know that no other file will fare better.
            answer({"error": traceback.format_exc(), "ends": getattr(error, "ends_job", False)})


def read_spec(path):
    with open(path, encoding="utf-8") as file:
        return {**json.load(file), "file": path}


if __name__ == "__main__":
    if sys.argv[1] == "--worker":
        be_worker(int(sys.argv[2]), int(sys.argv[3]), read_spec(sys.argv[4]))
    else:
        Job(read_spec(sys.argv[1])).run()
