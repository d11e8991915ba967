// SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
// Addresses that stay, or of mappings that others may use.

static char *latest;

void of_a_shared_mapping(struct page *page)
{
	latest = kmap(page);
}

void for_one_call(struct request *request, struct page *page)
{
	char *address = kmap_local_page(page);

	request->data = address;
	work(request);
	request->data = NULL;
	kunmap_local(address);
}

void in_a_structure_of_its_own(struct page *page)
{
	char *address = kmap_local_page(page);
	struct request request;

	request.data = address;
	work(&request);
	kunmap_local(address);
}

void page_to_another_task(struct page *page)
{
	char *address = kmap_local_page(page);

	*address = 0;
	kunmap_local(address);
	kthread_run(worker, page, "worker");
}
